"""``python -m docs.generate`` writes the parts of the manuals that follow from the code; ``--check`` only compares.

Commands come from click, rules' pages from the rules' own docstrings, states from their table. A generated part stands
in a hand-written page between two marks; the pages in ``docs/rules/`` are generated whole.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from docs import command_pages, rule_pages, state_tables

FOLDER = Path(__file__).parent
RULES = FOLDER / "rules"
AGAIN = ".venv/bin/python -m docs.generate"


def pages() -> dict[Path, str]:
    """Every page that is generated, in part or whole, as it must be."""
    whole = {RULES / f"{name}.md": text for name, text in rule_pages.pages().items()}
    return whole | {
        FOLDER / "commands.md": filled("commands.md", {"命令": command_pages.text()}),
        FOLDER / "rules.md": filled("rules.md", {"规则": rule_pages.index()}),
        FOLDER / "register.md": filled(
            "register.md", {"整改状态": state_tables.states(), "状态变动": state_tables.moves()}
        ),
        FOLDER / "links.md": filled(
            "links.md",
            {
                "看到什么": state_tables.sights(),
                "链接状态": state_tables.link_states(),
                "链接结论": state_tables.link_conclusions(),
                "链接轻重": state_tables.link_weights(),
            },
        ),
    }


def filled(name: str, parts: Mapping[str, str]) -> str:
    """The page with each part put between its two marks. Raises ValueError where a mark is missing."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    for part, content in parts.items():
        begin, end = f"<!-- 生成：{part} -->", f"<!-- 生成完：{part} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"docs/{name}：缺少“{begin}”或“{end}”。")
        text = f"{before}{begin}\n\n{content}\n\n{end}{after}"
    return text


def stale() -> Iterator[Path]:
    """Pages that are not what they must be, and pages of rules there are no longer."""
    wanted = pages()
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield path
    yield from (path for path in sorted(RULES.glob("*.md")) if path not in wanted)


def write() -> None:
    """Bring every page up to date."""
    wanted = pages()
    for path in list(stale()):
        if path in wanted:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()


def main(arguments: list[str]) -> int:
    """Exit code 0, or 1 where ``--check`` found a stale page."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description="生成说明书中随程序变动的部分。")
    parser.add_argument("--check", action="store_true", help="只检查是否过时，不改文件")
    if not parser.parse_args(arguments).check:
        write()
        return 0
    names = [path.relative_to(FOLDER.parent).as_posix() for path in stale()]
    if names:
        print(f"说明书已过时：{'、'.join(names)}。请运行 {AGAIN}", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
