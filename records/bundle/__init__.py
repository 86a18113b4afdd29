"""The evidence bundle (证据包) of one inspection of one site: a folder with one SQLite file and WARC files.

``schema``: the tables. ``spec``: what the gatherer was asked to do. ``writer``: what the gatherer writes (frontier,
attempts, readings). ``warc``: raw responses. ``reader``: the views of :mod:`records.evidence` for rules.
"""
