"""Full-text search: what has these words, the best hits first."""
