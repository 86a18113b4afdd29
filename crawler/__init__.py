"""Gathers evidence and judges nothing."""
