"""Rules of the family 页面篡改与暗链."""
