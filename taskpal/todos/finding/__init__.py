"""Finding todos by filters: what they mean to a database, and those that are kept."""
