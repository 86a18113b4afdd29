"""Rules of the family 信息发布."""
