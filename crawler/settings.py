"""Scrapy settings: polite, bounded, and without the parts a frontier in the bundle replaces."""

BOT_NAME = "wangcha"
SPIDER_MODULES = ["crawler.spiders"]
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Fetching. Pace and retries are the gatherer's (crawler/pacing.py, second looks), robots.txt is in crawler/robots.py:
# Scrapy's own robots middleware does not follow the redirect from http to https.
DOWNLOAD_TIMEOUT = 30  # seconds for a page; the standard for 站点无法访问 asks for 15
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # servers that announce a wrong length still show their pages in browsers
DOWNLOAD_VERIFY_CERTIFICATES = True
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 64
DOWNLOAD_DELAY = 0

DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
TELNETCONSOLE_ENABLED = False
COOKIES_ENABLED = False

LOG_LEVEL = "WARNING"
LOG_SHORT_NAMES = True
