"""Filters that people keep: a question about todos under a name."""
