"""The manuals, and ``python -m docs.generate``, which keeps their tables true."""
