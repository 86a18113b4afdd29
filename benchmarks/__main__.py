"""``python -m benchmarks [PAGES] [--memory]``: what ``make benchmark`` runs.

``--memory`` adds one gathering of 50,000 pages, for its peak memory (about two minutes and 2 GB of disk).
"""

from __future__ import annotations

import argparse

from benchmarks.crawl import contest


def main() -> None:
    """Run the benchmarks and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("pages", nargs="?", type=int, default=2000)
    parser.add_argument("--memory", action="store_true", help="also gather 50,000 pages and show the peak memory")
    chosen = parser.parse_args()
    contest(chosen.pages)
    if chosen.memory:
        contest(50_000, peers=False)


if __name__ == "__main__":
    main()
