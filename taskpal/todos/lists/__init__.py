"""Lists and their sections: where todos live."""
