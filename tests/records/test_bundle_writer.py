from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.bundle.warc import WarcFiles
from records.bundle.writer import BundleWriter
from records.errors import BadInputError, StorageError
from records.evidence import TextPart

URL = (1, "http://a.cn/", "a.cn", True, "page", "queued", None, 0, None)


def spec(folder: Path, start: str = "http://a.cn/") -> GatherSpec:
    return GatherSpec(site="a", start_url=start, bundle=str(folder), as_of="2026-03-01")


def test_a_batch_is_seen_beside_only_when_it_is_whole(tmp_path: Path) -> None:
    writer = BundleWriter.open(spec(tmp_path))
    beside = sqlite3.connect(tmp_path / "bundle.sqlite")
    writer.add("urls", [URL])
    assert writer.addresses([1]) == [(1, "http://a.cn/", "a.cn", 1, "page", 0, 0)]
    assert beside.execute("SELECT count(*) FROM urls").fetchone() == (0,)
    writer.commit()
    assert beside.execute("SELECT state FROM urls").fetchall() == [("queued",)]
    writer.close()


def test_a_bundle_is_laid_out_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(InterruptedError):
        patch.setattr(BundleWriter, "about", _interrupted)
        BundleWriter.open(spec(tmp_path))
    with pytest.raises(BadInputError):  # who judges beside it comes back later
        BundleReader(tmp_path)
    writer = BundleWriter.open(spec(tmp_path))
    assert not writer.resumed
    writer.close()
    assert BundleReader(tmp_path).spec == spec(tmp_path)


def _interrupted(*_: object, **__: object) -> None:
    raise InterruptedError


def test_what_was_under_way_is_queued_again(tmp_path: Path) -> None:
    writer = BundleWriter.open(spec(tmp_path))
    writer.add("urls", [URL])
    writer.addresses([1])
    writer.commit()
    writer.close()
    again = BundleWriter.open(spec(tmp_path))
    assert again.resumed
    assert [known.state for known in again.known_urls()] == ["queued"]
    again.close()


def test_another_sites_or_a_finished_bundle_is_refused(tmp_path: Path) -> None:
    writer = BundleWriter.open(spec(tmp_path))
    with pytest.raises(BadInputError, match="另一个网站"):
        BundleWriter.open(spec(tmp_path, "http://b.cn/"))
    writer.finish(complete="1")
    writer.close()
    with pytest.raises(BadInputError, match="已经结束"):
        BundleWriter.open(spec(tmp_path))


def test_a_row_that_refers_to_nothing_is_refused_and_the_rest_can_go_on(tmp_path: Path) -> None:
    writer = BundleWriter.open(spec(tmp_path))
    writer.add("page_groups", [(7, 8)])
    with pytest.raises(StorageError, match="无法写入"):
        writer.commit()
    writer.abandon()
    writer.add("urls", [URL])
    writer.commit()
    assert len(list(writer.known_urls())) == 1
    writer.close()


def test_a_locked_database_is_told_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.bundle.writer.BUSY_MILLISECONDS", 50)
    writer = BundleWriter.open(spec(tmp_path))
    other = sqlite3.connect(tmp_path / "bundle.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writer.add("urls", [URL])
    with pytest.raises(StorageError, match="数据库被其他程序占用"):
        writer.commit()
    other.execute("ROLLBACK")
    writer.commit()
    assert len(list(writer.known_urls())) == 1
    writer.close()


def test_text_that_is_no_unicode_is_stored_all_the_same(tmp_path: Path) -> None:
    writer = BundleWriter.open(spec(tmp_path))
    writer.add("urls", [URL])
    writer.add("documents", [(1, "a\ud800.pdf", "pdf", "ok", "")])
    writer.commit()
    found = sqlite3.connect(tmp_path / "bundle.sqlite").execute("SELECT name FROM documents").fetchall()
    assert found == [("a?.pdf",)]
    writer.close()


def test_warc_files_rotate_and_are_never_appended_to(tmp_path: Path) -> None:
    first = WarcFiles(tmp_path, rotate_bytes=100)
    stored = [
        first.store("http://a.cn/", "2026-03-01T00:00:00.000+00:00", 200, [("Content-Encoding", "gzip")], b"x" * 99)
        for _ in range(2)
    ]
    first.close()
    second = WarcFiles(tmp_path)
    stored.append(second.store("http://a.cn/", "2026-03-01T00:00:00.000+00:00", 299, [], b""))
    second.close()
    assert [one.file for one in stored] == [f"responses-00{number}.warc.gz" for number in (1, 2, 3)]
    with (tmp_path / stored[0].file).open("rb") as file:
        record = next(iter(ArchiveIterator(file)))
        assert record.http_headers.get_header("Content-Encoding") is None
        assert record.content_stream().read() == b"x" * 99


PART = (1, 0, "甲某", "cell", None, "名单", "B3", "名单.xlsx", "隐藏列")


@pytest.fixture
def with_attachment(tmp_path: Path) -> Path:
    writer = BundleWriter.open(spec(tmp_path))
    writer.add("urls", [URL])
    writer.add("documents", [(1, "附件.zip", "zip", "ok", "")])
    writer.add("parts", [PART])
    writer.commit()
    writer.close()
    return tmp_path


def test_a_part_keeps_its_place_and_why_nobody_sees_it(with_attachment: Path) -> None:
    reader = BundleReader(with_attachment)
    (part,) = reader.attachment(1).parts
    assert part == TextPart("甲某", "cell", None, "名单", "B3", "名单.xlsx", "隐藏列")
    reader.close()


def test_parts_of_an_older_bundle_are_read(with_attachment: Path) -> None:
    with sqlite3.connect(with_attachment / "bundle.sqlite") as old:
        for column in ("member", "hidden"):
            old.execute(f"ALTER TABLE parts DROP COLUMN {column}")
    reader = BundleReader(with_attachment)
    assert reader.attachment(1).parts == (TextPart("甲某", "cell", None, "名单", "B3"),)
    reader.close()
