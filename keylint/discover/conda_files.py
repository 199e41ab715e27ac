"""What the files of conda and Pixi say about Streamlit.

YAML is read by line: of the whole language these files use lists of texts. A parser for it would be one more package to
install, and would give no lines; a file with a template in it, or with a slip somewhere else, still counts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.discover.constraints import from_conda, from_poetry
from keylint.discover.documents import parse_toml, table
from keylint.discover.mentions import (
    PACKAGE,
    Mention,
    first_line_with,
    mention_in,
    mention_of_place,
    names_package,
    of_broken,
    package_name,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_VERSION_IN_BRACKETS = re.compile(r"\[(?:[^\]]*,\s*)?version\s*=\s*['\"]?([^'\"\]]*)['\"]?(?:,[^\]]*)?\]")


def mentions_in_environment(text: str) -> list[Mention]:
    """From the list of a conda environment: `- streamlit=1.39.0`; below `- pip:` stand requirements."""
    found: list[Mention] = []
    pip_indent: int | None = None
    for number, line in enumerate(text.split("\n"), 1):
        content = line.split(" #")[0].strip()
        indent = len(line) - len(line.lstrip())
        if not content.startswith("- "):
            is_list = "[" in content and not content.startswith("#")
            if is_list and names_package(content):
                found.append(unreadable(number))
            continue
        if pip_indent is not None and indent <= pip_indent:
            pip_indent = None
        item = content[2:].strip().strip("\"'")
        if item.replace(" ", "") == "pip:":
            pip_indent = indent
            continue
        mention = mention_in(item, number) if pip_indent is not None else _of_match_spec(item, number)
        if mention is not None:
            found.append(mention)
        elif item.startswith("pip:") and names_package(item):
            found.append(unreadable(number))
    return found


def mentions_in_pixi(text: str) -> list[Mention]:
    document = parse_toml(text)
    return of_broken(text) if document is None else mentions_in_pixi_table(document, text)


def mentions_in_pixi_table(pixi: dict[str, object], text: str) -> list[Mention]:
    """The dependencies of the workspace and of its platforms; those of features only when it has none."""
    platforms = [table(each) for each in table(pixi, "target").values()]
    required = [mention for each in (pixi, *platforms) for mention in _of_pixi_dependencies(each, text)]
    if required:
        return required
    features = (table(each) for each in table(pixi, "feature").values())
    found = (mention for each in features for mention in _of_pixi_dependencies(each, text))
    return [replace(mention, on_condition=True) for mention in found]


def mention_of_entry(entry: object, read: Callable[[str], str], text: str) -> Mention:
    """What a table of dependencies says of Streamlit: a version as `read` takes it, or a table with one, or with the
    place that it comes from."""
    line = first_line_with(text, "=")
    if isinstance(entry, str):
        return Mention(read(entry), first_line_with(text, entry))
    if not isinstance(entry, dict):
        return unreadable(line)
    version = entry.get("version", "*")
    place = next((entry[name] for name in ("url", "path", "file", "git") if name in entry), None)
    if not isinstance(place, str):
        return Mention(read(version), line) if isinstance(version, str) and place is None else unreadable(line)
    tag = entry.get("tag", entry.get("ref", entry.get("rev")))
    return mention_of_place(f"{place}@{tag}" if isinstance(tag, str) else place, line)


def _of_pixi_dependencies(pixi: dict[str, object], text: str) -> list[Mention]:
    found = []
    for name, read in (("dependencies", _from_pixi), ("pypi-dependencies", from_poetry)):
        packages = table(pixi, name)
        if PACKAGE in packages:
            found.append(mention_of_entry(packages[PACKAGE], read, text))
    return found


def _from_pixi(text: str) -> str:
    return from_conda(f" {text}")


def _of_match_spec(item: str, line: int) -> Mention | None:
    """What `streamlit=1.39`, `conda-forge::streamlit >=1.39` or `streamlit[version='>=1.39']` says."""
    spec = item.rpartition("::")[2].strip()
    if package_name(spec) != PACKAGE:
        return None
    said = spec[len(PACKAGE) :]
    if not said.startswith("["):
        return Mention(from_conda(said), line)
    version = _VERSION_IN_BRACKETS.fullmatch(said)
    return Mention(_from_pixi(version[1]), line) if version is not None else unreadable(line)
