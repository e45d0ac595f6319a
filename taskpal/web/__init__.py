"""How HTTP requests are read and answered. Knows no domain."""
