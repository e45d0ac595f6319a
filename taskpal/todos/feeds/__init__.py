"""Calendar feeds: todos at a private address that calendar programs can read."""
