"""TaskPal: a todo app that you and your assistant share."""
