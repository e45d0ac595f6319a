"""The dashboard's pages about todos: what a tab shows, and what people do there."""
