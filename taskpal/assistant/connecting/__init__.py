"""The page /connections: apps that a user sets up, lets in, and sends away."""
