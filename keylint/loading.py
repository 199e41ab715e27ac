"""From files to facts: decoded and parsed once, then taken from the cache for as long as the bytes stay the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.cache import FactsCache, cache_folder, hash_of_content
from keylint.errors import SourceError
from keylint.facts.codec import SCHEMA, decode_facts, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from keylint.discover.contents import FileContents
    from keylint.discover.files import SourceFile
    from keylint.facts.module import ModuleFacts
    from keylint.settings import Settings


@dataclass(frozen=True)
class Loaded:
    """The facts of every file that could be read, and what is wrong with the others."""

    facts: Mapping[Path, ModuleFacts]
    broken: Mapping[SourceFile, SourceError]


def load_facts(
    files: tuple[SourceFile, ...],
    contents: FileContents,
    settings: Settings,
    progress: Callable[[str, int, int], None] | None = None,
) -> Loaded:
    """Reads the facts of `files`. `progress` is called with what is done, how many files are done, and how many there are."""
    cache = FactsCache(cache_folder(settings.root) if settings.cache else None, SCHEMA)
    facts: dict[Path, ModuleFacts] = {}
    broken: dict[SourceFile, SourceError] = {}
    for number, file in enumerate(files):
        data = contents.read(file)
        if data is None:
            continue
        content_hash = hash_of_content(data)
        known = _cached(cache, content_hash)
        if known is not None:
            facts[file.path] = known
            continue
        if progress is not None:
            progress("Reading files", number, len(files))
        try:
            facts[file.path] = _extract(data)
        except SourceError as error:
            broken[file] = error
        else:
            cache.put(content_hash, encode(facts[file.path]))
    cache.save()
    return Loaded(facts, broken)


def _cached(cache: FactsCache, content_hash: str) -> ModuleFacts | None:
    data = cache.get(content_hash)
    if data is None:
        return None
    try:
        return decode_facts(data)
    except ValueError:
        return None


def _extract(data: bytes) -> ModuleFacts:
    # LibCST costs half a second to import: only files that are new or changed pay for it.
    from keylint.facts.extract import extract  # noqa: PLC0415
    from keylint.facts.source import decode  # noqa: PLC0415

    return extract(decode(data))
