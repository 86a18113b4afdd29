"""Spiders, found by Scrapy."""
