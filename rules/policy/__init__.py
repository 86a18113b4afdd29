"""Rules of the family 政策解读."""
