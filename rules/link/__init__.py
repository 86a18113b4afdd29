"""Rules of the family 链接可用性."""
