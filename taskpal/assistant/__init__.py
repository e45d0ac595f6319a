"""The operations offered to AI assistants."""
