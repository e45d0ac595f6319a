"""Comments: what is said about a todo, in Markdown."""
