"""What someone sees and settles of their own account: security, log, their data."""
