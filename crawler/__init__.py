"""The Scrapy project: gathers the evidence of one site into a bundle, reads pages and attachments, judges nothing.

``spiders/portal.py`` is the way in (``scrapy crawl portal``), ``gatherer.py`` the work, ``frontier.py`` what is to be
asked, ``fetching.py`` how it is asked, ``pacing.py`` how politely, ``traps.py`` what is never asked.
"""
