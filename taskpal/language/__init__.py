"""The words people write: dates, recurrence, quick add. Pure functions, no database."""
