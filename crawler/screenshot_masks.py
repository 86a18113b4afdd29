"""What may be a person's on a page shown in the browser is masked before its picture is taken: pictures get attached to
letters.

Writing is masked as quotations are, pictures and frames are blurred, since nobody has looked for numbers in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from records.masking import holds_date, mask_in_place

if TYPE_CHECKING:
    from playwright.async_api import Page

ATTEMPTS = 3
_SPOTS = files("crawler").joinpath("screenshot_masks.js").read_text("utf-8")
_OPENED = "function () { this.host.wangchaShadow = this; }"
_READ = "found => found && [found.changed, found.spots.map(spot => [spot.text, spot.joined])]"
_WRITE = "(found, told) => { for (const [index, text] of told) found.spots[index].write(text); }"


async def mask_page(page: Page) -> int | None:
    """Mask what the page shows now; how many places had to be changed, None where there is more than can be masked."""
    await _open_shadows(page)
    found = await page.evaluate_handle(_SPOTS)
    read: tuple[int, list[tuple[str, bool]]] | None = await found.evaluate(_READ)
    if read is None:
        return None
    changed, spots = read
    texts = [text for text, _ in spots]
    masked = mask_pieces(texts, [joined for _, joined in spots])
    told = [[index, text] for index, text in enumerate(masked) if text != texts[index]]
    if told:
        await found.evaluate(_WRITE, told)
    return changed + len(told)


async def _open_shadows(page: Page) -> None:
    """Make shadow trees that are closed to scripts known to the masking, as a property of their hosts."""
    session = await page.context.new_cdp_session(page)
    found = await session.send("DOM.getDocument", {"depth": -1, "pierce": True})
    waiting = [found["root"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("children", ())
        for shadow in node.get("shadowRoots", ()):
            waiting.append(shadow)
            if shadow["shadowRootType"] == "closed":
                known = await session.send("DOM.resolveNode", {"nodeId": shadow["nodeId"]})
                call = {"objectId": known["object"]["objectId"], "functionDeclaration": _OPENED}
                await session.send("Runtime.callFunctionOn", call)
    await session.detach()


def mask_pieces(texts: list[str], joined: list[bool]) -> list[str]:
    """The pieces of a page's writing masked, each as long as before; also numbers that go over several pieces.

    ``joined`` says of each whether it goes on where the one before it ended. Single characters that follow one another
    (a number with a cell for each of its digits) belong together wherever they stand.
    """
    masked = [mask_in_place(text) for text in texts]
    for run in _runs(texts, joined):
        whole = mask_in_place("".join(texts[index] for index in run))
        for index in run:
            own, whole = whole[: len(texts[index])], whole[len(texts[index]) :]
            masked[index] = "".join("*" if "*" in pair else pair[0] for pair in zip(masked[index], own, strict=True))
    return masked


def _runs(texts: list[str], joined: list[bool]) -> Iterator[list[int]]:
    """The indexes of pieces that are read on without a break, two or more each. A date ends what goes before it."""
    for follows in (_follow(texts, joined), _single(texts)):
        run: list[int] = []
        for index in follows:
            if index is not None:
                run.append(index)
                continue
            if len(run) > 1:
                yield run
            run = []


def _follow(texts: list[str], joined: list[bool]) -> Iterator[int | None]:
    dated = [holds_date(text) for text in texts]
    for index in range(len(texts)):
        if not joined[index] or dated[index] or (index and dated[index - 1]):
            yield None
        yield index
    yield None


def _single(texts: list[str]) -> Iterator[int | None]:
    written = [index for index, text in enumerate(texts) if text.strip()]
    cells = {index for index in written if len(texts[index].strip()) == 1 and texts[index].strip() in "0123456789Xx*"}
    for index, following in pairwise((*written, -1)):
        if index in cells:
            yield index
        if following not in cells:
            yield None
