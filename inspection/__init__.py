"""Runs things: gathers, judges, compares with last time, reports; and the command line."""
