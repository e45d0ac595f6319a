"""Files of other programs, read piece by piece into records."""
