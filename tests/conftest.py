"""For all tests: properties say what is returned, never how long that takes, since machines are noisy."""

from hypothesis import settings

settings.register_profile("wangcha", deadline=None)
settings.load_profile("wangcha")
