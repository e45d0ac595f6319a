"""Starting TaskPal: setting up, building the front end, and serving."""
