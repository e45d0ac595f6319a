"""Many changes in one request."""
