"""What ana's scripts ask, a chapter for each group of operations."""
