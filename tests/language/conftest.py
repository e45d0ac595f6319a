"""How properties of the language are looked at: however busy the machine is.

What reading costs is measured by `bench/parse.py`; the first line that knows a country
has to load its holidays.
"""

from hypothesis import settings

settings.register_profile("language", deadline=None)
settings.load_profile("language")
