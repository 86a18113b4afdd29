"""``python -m docs.pictures DIR`` makes the pictures of the manuals from what ``make inspect OUT=DIR`` has written.

Needs LibreOffice (``soffice``), poppler (``pdftoppm``) and Chromium (``chromium``) on the path, Chinese fonts, and
Pillow from the development set. The times of the visits in the pictures are those of the run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

IMAGES = Path(__file__).parent / "images"
WIDTH = 1170
GAP = 12
COLOURS = 32
MOST_BYTES = 150_000

Box = tuple[float, float, float, float]
"""Left, top, right, bottom of the part to keep, as shares of the page."""
WHOLE: Box = (0, 0, 1, 1)


def main(out: Path) -> None:
    """Make every picture anew. Raises FileNotFoundError where the run left no such document."""
    issued = one(out, "notices-issued/*1号/*.docx")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        save("notice", pages(work, issued, (1, 2)))
        save("tour-reply", pages(work, one(out, "replies/*.xlsx"), (2,), (0, 0.03, 1, 0.62)))
        save("tour-audit", pages(work, one(out, "audit/*教育局.xlsx"), (1,), (0, 0.05, 1, 0.52)))
        save("tour-notice", pages(work, one(out, "notices/*卫生健康局.docx"), (2, 3)))
        save("tour-bulletin", pages(work, out / "bulletin.docx", (2, 3)))
        save("tour-scorecard", [screenshot(work, out / "scorecard.html", ">云溪区人民政府</h2>")])


def one(out: Path, pattern: str) -> Path:
    """The first file of the run that fits the pattern."""
    found = sorted(out.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{out / pattern}：请先运行 make inspect OUT={out}")
    return found[0]


def pages(work: Path, document: Path, numbers: Sequence[int], box: Box = WHOLE) -> list[Image.Image]:
    """Pages of a document (counted from 1), each cut to ``box``."""
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(work), str(document))
    images = []
    for number in numbers:
        name = work / f"{document.stem}-{number}"
        pdf = str(work / f"{document.stem}.pdf")
        run("pdftoppm", "-r", "100", "-png", "-f", str(number), "-l", str(number), "-singlefile", pdf, str(name))
        with Image.open(f"{name}.png") as page:
            left, top, right, bottom = box
            wide, high = page.size
            images.append(
                page.crop((int(left * wide), int(top * high), int(right * wide), int(bottom * high))).convert("RGB")
            )
    return images


def screenshot(work: Path, page: Path, heading: str) -> Image.Image:
    """A web page from ``heading`` on, as a browser shows it: with all that stands before it left out."""
    before, found, after = page.read_text(encoding="utf-8").partition(heading)
    if not found:
        raise ValueError(f"{page}：{heading}")
    frame = before[: before.index("<main>")] + "<main>"
    part = work / "part.html"
    part.write_text(f"{frame}{before[before.rindex('<article') :]}{heading}{after}", encoding="utf-8")
    target = work / "screen.png"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDTH},1250")
    run("chromium", *options, f"--screenshot={target}", part.as_uri())
    with Image.open(target) as picture:
        return picture.convert("RGB")


def save(name: str, images: Sequence[Image.Image]) -> None:
    """Put the images side by side, at most ``WIDTH`` wide, in few colours; raises ValueError if that is too big."""
    high = max(image.height for image in images)
    joined = Image.new("RGB", (sum(image.width + GAP for image in images) - GAP, high), "#dddddd")
    left = 0
    for image in images:
        joined.paste(image, (left, 0))
        left += image.width + GAP
    if joined.width > WIDTH:
        joined = joined.resize((WIDTH, joined.height * WIDTH // joined.width), Image.Resampling.LANCZOS)
    target = IMAGES / f"{name}.png"
    joined.quantize(COLOURS).save(target, optimize=True)
    if target.stat().st_size > MOST_BYTES:
        raise ValueError(f"{target}：{target.stat().st_size} 字节")


def run(*command: str) -> None:
    """Run a program that must succeed."""
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed programs, our own files


if __name__ == "__main__":
    main(Path(sys.argv[1]))
