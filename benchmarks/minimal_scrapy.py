"""The yardstick: the shortest Scrapy spider that follows every link and notes what is broken."""

from __future__ import annotations

import json
import sys
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.linkextractors import LinkExtractor


class MinimalSpider(Spider):
    """Follows links, collects statuses."""

    name = "minimal"
    handle_httpstatus_all = True

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(start_urls=[url], **kwargs)
        self.extractor = LinkExtractor()
        self.asked = 0
        self.broken: list[str] = []

    def parse(self, response: Any) -> Any:
        self.asked += 1
        if response.status >= 400:
            self.broken.append(response.url)
            return
        for link in self.extractor.extract_links(response):
            yield Request(link.url, meta={"handle_httpstatus_all": True})


if __name__ == "__main__":
    process = AsyncCrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "CONCURRENT_REQUESTS": 32,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
            "RETRY_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    crawler = process.create_crawler(MinimalSpider)
    process.crawl(crawler, url=sys.argv[1])
    process.start()
    print(json.dumps({"asked": crawler.spider.asked, "broken": crawler.spider.broken}))
