"""Finding todos: filters and full-text search."""
