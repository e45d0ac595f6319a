"""Apps that set themselves up: dynamic client registration (RFC 7591, RFC 7592)."""
