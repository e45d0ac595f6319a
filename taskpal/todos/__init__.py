"""Todos: writing them down, finding them, finishing them."""
