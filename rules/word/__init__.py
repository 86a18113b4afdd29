"""Rules of the family 错敏字词."""
