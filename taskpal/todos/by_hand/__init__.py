"""Orders that people make by hand: of todos, lists, sections, labels and filters."""
