"""Rules of the family 栏目更新."""
