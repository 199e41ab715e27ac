"""Which Streamlit a lock file pins."""

from __future__ import annotations

import json

from keylint.discover.documents import parse_toml, table
from keylint.discover.mentions import PACKAGE, Mention, archives_in, first_line_with, of_broken, unreadable


def mentions_in_toml_lock(text: str) -> list[Mention]:
    """From uv.lock, poetry.lock, pdm.lock or pylock.toml; several versions where the lock has several environments."""
    found: list[Mention] = []
    for header in ("[[package]]", "[[packages]]"):
        # Such files are long and generated: only the table of the package is parsed.
        start = 0
        for block in f"\n{text}".split(f"\n{header}\n"):
            line = start
            start += block.count("\n") + 2
            if f'"{PACKAGE}"' not in block or not line:
                continue
            document = parse_toml(block.partition("\n[[")[0])
            if document is None:
                found += [unreadable(line + each.line - 1) for each in of_broken(block)]
            elif document.get("name") == PACKAGE:
                version = document.get("version", "")
                is_text = isinstance(version, str)
                constraint = f"=={version}" if is_text and version else ""
                found.append(Mention(constraint, line) if is_text else unreadable(line))
    return found


def mentions_in_pipfile_lock(text: str) -> list[Mention]:
    """From Pipfile.lock; the development packages only when the others do not pin it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return of_broken(text)
    for group in ("default", "develop"):
        if PACKAGE in (packages := table(document, group)):
            version = table(packages, PACKAGE).get("version", "")
            line = first_line_with(text, f'"{PACKAGE}"')
            return [Mention(version, line) if isinstance(version, str) else unreadable(line)]
    return []


def mentions_in_archive_list(text: str) -> list[Mention]:
    """From pixi.lock or conda-lock.yml, which name the archive of each package by its address."""
    return list(archives_in(text))
