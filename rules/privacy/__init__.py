"""Rules of the family 个人隐私."""
