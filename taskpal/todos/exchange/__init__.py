"""Import and export: todos that come from elsewhere, and all of them as a file."""
