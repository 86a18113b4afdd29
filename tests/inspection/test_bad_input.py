"""Bad input from the command line: one plain sentence that says what to do, the right exit code, nothing lost."""

from __future__ import annotations

import shutil
import socket
import sqlite3

import pytest

from tests.support.web import Server


def refused(run, code: int, *words: str) -> None:
    assert run.code == code, run.err
    assert "Traceback" not in run.err
    for word in words:
        assert word in run.err, run.err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def bare(desk):
    """An address that nobody registered; with an office all the same, for its short wait before a second look."""

    def inspect(address: str):
        return desk.inspect(address, "--max-minutes", "0.5")

    return inspect


def test_unreachable_host(bare):
    refused(bare(f"http://127.0.0.1:{free_port()}/"), 3, "拒绝连接", "请核对网址与端口")


def test_dns_failure(bare):
    refused(bare("http://meiyou.invalid/"), 3, "找不到域名 meiyou.invalid", "DNS")


def test_not_a_portal(bare):
    with Server({"/": lambda ask: ask.reply(200, b"%PDF-1.7 ...", Content_Type="application/pdf")}) as server:
        refused(bare(server.origin), 3, "不是网页")


def test_an_empty_shell(bare):
    with Server({"/": "<html><body><div id=app></div><script src=app.js></script></body></html>"}) as server:
        server.routes["/app.js"] = "//"
        refused(bare(server.origin), 3, "没有找到任何链接")


def test_neither_a_site_nor_an_address(bare):
    refused(bare("云溪"), 2, "云溪", "网址应以 http:// 或 https:// 开头")


def test_empty_register(desk):
    (desk.office / "office.toml").write_text('[office]\nname = "某办"\n', encoding="utf-8")
    refused(desk.inspect(), 2, "登记册里还没有网站", "register import")


def test_broken_toml(desk):
    (desk.office / "office.toml").write_text("[office\nname = 1\n", encoding="utf-8")
    refused(desk.inspect(), 2, "office.toml", "第 1 行")


def test_a_wrong_key_is_named_with_its_table(desk):
    with (desk.office / "office.toml").open("a", encoding="utf-8") as file:
        file.write('[[column]]\nsite = "shiyan"\nurl = "http://127.0.0.1/x/"\nnam = "栏目"\n')
    refused(desk.inspect(), 2, "[[column]]", "nam", "name")


def test_no_register_there(desk, tmp_path):
    refused(desk.wangcha("inspect", "--office", tmp_path), 2, "没有 office.toml")


def test_a_database_in_use(desk):
    desk.inspect()
    before = desk.findings()
    other = sqlite3.connect(desk.office / "office.sqlite")
    other.execute("BEGIN IMMEDIATE")
    try:
        refused(desk.inspect(), 3, "正被另一个网查程序占用")
    finally:
        other.rollback()
        other.close()
    assert desk.wangcha("findings", "--office", desk.office).code == 1
    assert desk.findings() == before


def test_a_damaged_database(desk):
    desk.inspect()
    (desk.office / "office.sqlite").write_bytes(b"not a database" * 100)
    refused(desk.inspect(), 3, "不是网查的数据库")


def test_an_output_that_cannot_be_written(desk):
    desk.out.write_text("a file where a folder should be", encoding="utf-8")
    refused(desk.inspect(), 3, str(desk.out))


def test_a_bundle_that_is_none(desk, tmp_path):
    refused(desk.wangcha("judge", tmp_path, "--office", desk.office, "--out", desk.out), 2, "没有证据包")


def test_a_damaged_bundle(desk):
    desk.inspect()
    (bundle,) = desk.out.glob("evidence/*/shiyan")
    for extra in bundle.glob("bundle.sqlite-*"):
        extra.unlink()
    (bundle / "bundle.sqlite").write_bytes(b"x" * 5000)
    refused(desk.wangcha("judge", bundle, "--office", desk.office, "--out", desk.out), 2, "不是完好的证据包")


def test_no_ledger_yet(desk, tmp_path):
    refused(desk.wangcha("findings", "--out", tmp_path / "nothing"), 2, "还没有台账")


def test_an_unknown_rule(desk):
    refused(desk.wangcha("rules", "no-such-rule"), 2, "没有名为", "wangcha rules")


def test_a_day_that_is_none(desk):
    refused(desk.wangcha("inspect", "--as-of", "2026-13-40", "--office", desk.office), 2, "2026-13-40")


def test_a_full_disk(desk, tmp_path):
    """A file system of its own that is nearly full: needs the right to mount one."""
    import subprocess

    small = tmp_path / "small"
    small.mkdir()
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", "size=150k", "none", small], check=False).returncode:
        pytest.skip("不能挂载小文件系统,无法试写满的磁盘")
    try:
        run = desk.wangcha("inspect", "--office", desk.office, "--out", small / "out")
        refused(run, 3, "磁盘已满")
    finally:
        subprocess.run([shutil.which("umount") or "umount", "-l", small], check=True)
