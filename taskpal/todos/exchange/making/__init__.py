"""Records of a file made into todos and all that belongs to them."""
