"""Rules of the family 站点可用性."""
