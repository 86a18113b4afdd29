"""Rules on new-media accounts."""
