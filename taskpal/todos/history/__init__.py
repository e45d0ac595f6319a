"""What changed, who changed it, and how it is taken back."""
