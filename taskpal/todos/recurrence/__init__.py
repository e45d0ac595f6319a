"""Todos that come again."""
