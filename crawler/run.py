"""``python -m crawler.run SPEC.json``: gather one site in a process of its own (Twisted's reactor cannot start twice).

Exit code 0: complete; 2: the order is wrong; 3: incomplete (a limit, an interruption, a full disk). What was gathered
is kept in any case, and running the same order again goes on where an interrupted one stopped.
"""

from __future__ import annotations

import gc
import os
import sys

# first of all: on loading it looks through the whole stack and all modules, of which there are few yet
import scrapy.core.downloader.handlers.http11  # noqa: F401
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawler.spiders.portal import PortalSpider


def main(arguments: list[str]) -> int:
    """Gather by the order in the file named by the only argument."""
    if len(arguments) != 1:
        print("用法：python -m crawler.run SPEC.json", file=sys.stderr)
        return 2
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    process = AsyncCrawlerProcess(get_project_settings())
    crawler = process.create_crawler(PortalSpider)
    process.crawl(crawler, spec=arguments[0])
    # a page makes many short-lived objects and no cycles: let the collector look less often, and not at the libraries
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    process.start()
    spider = crawler.spider
    if not isinstance(spider, PortalSpider):
        return 2
    if spider.problem is not None:
        return spider.problem.exit_code
    return 0 if spider.outcome == "complete" else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
