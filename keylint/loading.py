"""From files to facts: decoded and parsed once, then taken from the cache for as long as the bytes stay the same."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.errors import SourceError
from keylint.facts.codec import decode_facts, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from keylint.cache import Store
    from keylint.discover.contents import FileContents
    from keylint.discover.files import SourceFile
    from keylint.facts.module import ModuleFacts
    from keylint.settings import Settings


# Starting a process costs as much as reading this many files of usual size.
_FILES_FOR_A_PROCESS = 30
_CHUNK = 4


@dataclass(frozen=True)
class Loaded:
    """The facts of every file that could be read, what is wrong with the others, and the hashes of all contents."""

    facts: Mapping[Path, ModuleFacts]
    hashes: Mapping[Path, str]
    broken: Mapping[SourceFile, SourceError]


def load_facts(
    files: tuple[SourceFile, ...],
    contents: FileContents,
    settings: Settings,
    cache: Store,
    progress: Callable[[str, int, int], None] | None = None,
) -> Loaded:
    """Reads the facts of `files`, and notes in `cache` what is new.

    `progress` is called with what is done, how many files are done, and how many there are.
    """
    facts: dict[Path, ModuleFacts] = {}
    hashes: dict[Path, str] = {}
    broken: dict[SourceFile, SourceError] = {}
    new: list[tuple[SourceFile, str, bytes]] = []
    for file in files:
        data, content_hash = contents.read(file), contents.hash_of(file)
        if data is None or content_hash is None:
            continue
        hashes[file.path] = content_hash
        known = _cached(cache, content_hash)
        if known is not None:
            facts[file.path] = known
        else:
            new.append((file, content_hash, data))
    for number, ((file, content_hash, _), outcome) in enumerate(zip(new, _read(new, settings.jobs), strict=True)):
        if progress is not None:
            progress("Reading files", number + 1, len(new))
        if isinstance(outcome, SourceError):
            broken[file] = outcome
        else:
            facts[file.path] = decode_facts(outcome)
            cache.put(content_hash, outcome)
    return Loaded(facts, hashes, broken)


def _read(new: Sequence[tuple[SourceFile, str, bytes]], jobs: int | None) -> Iterator[bytes | SourceError]:
    """The encoded facts of new files, in their order; several processes share the work when there is enough of it."""
    contents = [data for _, _, data in new]
    workers = min(jobs or os.cpu_count() or 1, len(contents) // _FILES_FOR_A_PROCESS)
    if workers < 2:
        yield from map(extract_encoded, contents)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  (only worth its import for many files)

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(extract_encoded, contents, chunksize=_CHUNK)


def extract_encoded(data: bytes) -> bytes | SourceError:
    """The facts of a file's bytes, encoded; the error as a value, so that it can leave the process that met it."""
    # LibCST costs half a second to import: only files that are new or changed pay for it.
    from keylint.facts.extract import extract  # noqa: PLC0415
    from keylint.facts.source import decode  # noqa: PLC0415

    try:
        return encode(extract(decode(data)))
    except SourceError as error:
        return error


def _cached(cache: Store, content_hash: str) -> ModuleFacts | None:
    data = cache.get(content_hash)
    if data is None:
        return None
    try:
        return decode_facts(data)
    except ValueError:
        return None
