"""Which Streamlit a lock file pins."""

from __future__ import annotations

import json

from keylint.discover.documents import parse_toml, table
from keylint.discover.requirement_files import PACKAGE


def constraints_in_toml_lock(text: str) -> list[str]:
    """From uv.lock, poetry.lock, pdm.lock or pylock.toml; several versions where the lock has several environments."""
    found: list[str] = []
    for header in ("[[package]]", "[[packages]]"):
        # Such files are long and generated: only the table of the package is parsed.
        for block in f"\n{text}".split(f"\n{header}\n")[1:]:
            if f'"{PACKAGE}"' not in block:
                continue
            document = parse_toml(block.partition("\n[[")[0]) or {}
            version = document.get("version")
            if document.get("name") == PACKAGE and isinstance(version, str):
                found.append(f"=={version}")
    return found


def constraints_in_pipfile_lock(text: str) -> list[str]:
    """From Pipfile.lock; the development packages only when the others do not pin it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return []
    for group in ("default", "develop"):
        version = table(document, group, PACKAGE).get("version")
        if isinstance(version, str):
            return [version]
    return []
