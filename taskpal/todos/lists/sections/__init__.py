"""Sections: the parts of a list, each with a heading."""
