"""How a person wants dates and times to be read and shown."""
