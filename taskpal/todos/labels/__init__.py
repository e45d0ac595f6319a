"""Labels: words that todos of any list can carry."""
