"""What a file imports, found without parsing it, and where a module lies.

The scan may see an import where there is none (in a docstring), but no import statement escapes it: a file too many
costs a parse, a file too few costs findings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModuleName:
    """A module as an import statement names it: `level` counts the leading dots, `dotted` may then be empty."""

    dotted: str
    level: int = 0

    @property
    def parts(self) -> list[str]:
        return self.dotted.split(".") if self.dotted else []

    def packages(self) -> Iterator[ModuleName]:
        """The packages around it, whose files run first: `a` and `a.b` for `a.b.c`, the importer's own one for `.a`."""
        parts = self.parts
        for length in range(0 if self.level else 1, len(parts)):
            yield ModuleName(".".join(parts[:length]), self.level)


_NAME = rb"[\w\x80-\xff]"  # identifiers in UTF-8
_FROM = re.compile(rb"(?<![\w.])from([. \t\f]*)((?:" + _NAME + rb"|\.)*)[ \t\f]*\Z")
_LONGEST_FROM = 500  # bytes before `import`, so that a file of one endless line is not searched again and again
_LIST = re.compile(rb"[ \t\f]*(?:\(((?:[^()#]|#[^\n]*\n)*)\)|([^\n;#()]*))")
_DYNAMIC = re.compile(rb"(?:_module|__)\(\s*[rRuU]?[\"'](\.*)((?:" + _NAME + rb"|\.)+)[\"']")
_COMPUTED = re.compile(rb"(?:\bimport_module|\b__import__)\(\s*(?![rRuU]?[\"'])")
_LISTED = re.compile(rb"(?:" + _NAME + rb"|\.)+")
_COMMENT = re.compile(rb"#[^\n]*")
_PYTHON_PATH = re.compile(rb"\.py[\"']")


def imported_modules(source: bytes) -> frozenset[ModuleName]:
    """The modules whose names `source` may use.

    Found are `import` and `from` statements, and `importlib.import_module` and `__import__` with a constant. Each name
    after `from x import` is a possible submodule; `import a.b` also gives `a`, the name that it binds.
    """
    found: set[ModuleName] = set()
    text = _with_plain_lines(source)
    end = 0
    while (start := text.find(b"import", end)) >= 0:
        end = start + len(b"import")
        following = text[end : end + 1]
        if following == b"_":
            if dynamic := _DYNAMIC.match(text, end):
                found.add(ModuleName(_decode(dynamic[2]), len(dynamic[1])))
            continue
        before = text[start - 1 : start] if start else b""
        if before.isalnum() or before == b"_" or not (following.isspace() or following in (b"(", b"*", b"\\")):
            continue  # a part of another word
        names = _listed_names(text, end)
        line_start = text.rfind(b"\n", max(0, start - _LONGEST_FROM), start) + 1
        origin = _FROM.search(text[line_start or max(0, start - _LONGEST_FROM) : start])
        if origin is not None:
            dotted, level = _decode(origin[2]), origin[1].count(b".")
            found.add(ModuleName(dotted, level))
            found.update(ModuleName(f"{dotted}.{name}" if dotted else name, level) for name in names)
        else:
            for module in map(ModuleName, names):
                found.update((module, *module.packages()))
    return frozenset(found)


def imports_computed(source: bytes) -> bool:
    """Whether `source` may import modules whose names it makes, as in `importlib.import_module(f"day_{number}")`."""
    return _COMPUTED.search(source) is not None


def named_files(source: bytes) -> frozenset[str]:
    """The strings in `source` that end in `.py`, as in `st.Page("views/home.py")`, with forward slashes."""
    found: set[str] = set()
    for match in _PYTHON_PATH.finditer(source):
        quote = source[match.end() - 1 : match.end()]
        opening = source.rfind(quote, 0, match.start())
        value = source[opening + 1 : match.start() + 3]
        if opening >= 0 and b"\n" not in value:
            found.add(_decode(value.replace(b"\\\\", b"/").replace(b"\\", b"/")))
    return frozenset(found)


def resolve_module(
    dotted: str, level: int, importer: Path, search_roots: Sequence[Path], existing: Container[Path]
) -> Path | None:
    """The file among `existing` that holds the module, or None: not there, or a namespace package, which has no file.

    `level` counts leading dots. 0 searches `search_roots` in their order, and the first that holds the whole dotted
    name wins; otherwise the search starts from the folder of `importer`. All paths are absolute. A package is its
    `__init__.py`, and comes before a module of the same name, as in Python.
    """
    if level:
        search_roots = importer.parents[level - 1 : level]
    for root in search_roots:
        for location in module_locations(dotted):
            if (path := root / location) in existing:
                return path
    return None


def module_locations(dotted: str) -> tuple[str, ...]:
    """Where a module may lie below a search root, with forward slashes, in the order in which Python looks."""
    if not dotted:
        return ("__init__.py",)
    location = dotted.replace(".", "/")
    return (f"{location}/__init__.py", f"{location}.py")


def _listed_names(text: bytes, start: int) -> list[str]:
    """The names in `a, b.c as d`, also in parentheses, without what they are called here."""
    listed = _LIST.match(text, start)
    items = _COMMENT.sub(b"", listed[1] or listed[2] or b"").split(b",") if listed else []
    return [_decode(name[0]) for item in items if (name := _LISTED.match(item.strip()))]


def _with_plain_lines(source: bytes) -> bytes:
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return source.replace(b"\\\n", b"  ") if b"\\\n" in source else source


def _decode(name: bytes) -> str:
    return name.decode("utf-8", "replace")
