"""``python -m crawler.run SPEC.json``: gather one site in a process of its own (Twisted's reactor cannot start twice).

Exit code 0: complete; 2: the order is wrong; 3: incomplete (a limit, an interruption, a full disk). What was gathered
is kept in any case, and running the same order again goes on where an interrupted one stopped.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

from crawler.reader_start import Reader, start_reader

_PAGE_READERS = ("page", "references", "list_data", "source", "landing")
"""What nearly every site needs read, loaded while the gatherer still loads its own."""


def main(arguments: list[str]) -> int:
    """Gather by the order in the file named by the only argument."""
    if len(arguments) != 1:
        print("用法：python -m crawler.run SPEC.json", file=sys.stderr)
        return 2
    return _gather(arguments[0], start_reader(*_PAGE_READERS) if _has_pages(arguments[0]) else None)


def _has_pages(order: str) -> bool:
    """Whether it is a site that is to be gathered, no account. What is wrong with the order is said later."""
    try:
        return json.loads(Path(order).read_text(encoding="utf-8"))["account"] is None
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _gather(order: str, reader: Reader | None) -> int:
    gc.disable()  # what is loaded stays: to look for garbage among it takes a tenth of the loading
    # loaded here, while the reader loads its own; the first looks through all modules, of which there are few yet
    import scrapy.core.downloader.handlers.http11  # noqa: F401, PLC0415
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415

    from crawler.spiders.portal import PortalSpider  # noqa: PLC0415

    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    process = AsyncCrawlerProcess(get_project_settings())
    crawler = process.create_crawler(PortalSpider)
    process.crawl(crawler, spec=order, reader=reader)
    # a page makes many short-lived objects and no cycles: let the collector look less often, and not at the libraries
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
    process.start()
    spider = crawler.spider
    if not isinstance(spider, PortalSpider):
        return 2
    if spider.problem is not None:
        return spider.problem.exit_code
    return 0 if spider.outcome == "complete" else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
