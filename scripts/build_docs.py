"""Writes docs/rules from the rules: a page for each, and an index. With --check only says what is not current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from keylint.rules import pages  # noqa: E402
from keylint.rules.registry import all_rules  # noqa: E402


def main(arguments: list[str] | None = None, folder: Path = ROOT / "docs" / "rules") -> int:
    """Builds the pages in `folder`; the exit status is 1 when --check finds one that is missing, stale or left over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a page is not current")
    check = parser.parse_args(arguments).check

    wanted = {f"{rule.code}.md": pages.page(rule) for rule in all_rules()} | {"index.md": pages.index(all_rules())}
    present = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    outdated = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if check:
        for name in outdated:
            print(f"{folder / name} is not current: run python scripts/build_docs.py")
        return 1 if outdated else 0

    folder.mkdir(parents=True, exist_ok=True)
    for name in outdated:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (folder / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
