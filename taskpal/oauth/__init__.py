"""Letting other apps act for a user: the OAuth 2.0 provider."""
