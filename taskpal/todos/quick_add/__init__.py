"""Todos made from lines as people type them."""
