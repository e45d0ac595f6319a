"""Looks only: theme, frame, widgets and plain pages. Knows no domain."""
