"""From files to facts: decoded and parsed once, then taken from the cache for as long as the bytes stay the same."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.errors import SourceError, UnreadError
from keylint.facts.codec import decode_facts, encode
from keylint.facts.collector import collector_paused
from keylint.facts.deep import deeply
from keylint.facts.reading import read_facts
from keylint.findings import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from keylint.cache import Store
    from keylint.discover.contents import FileContents
    from keylint.discover.files import SourceFile
    from keylint.facts.module import ModuleFacts
    from keylint.settings import Settings


# Another process costs as much as reading some dozen files, and what it read is encoded there and decoded here.
_FILES_FOR_A_PROCESS = 60
# What `extract` asks for: one thread with a large stack serves all files.
_FRAMES = 2_500


@dataclass(frozen=True)
class Loaded:
    """The facts of every file that could be read, what is wrong with the others, and the hashes of all contents.

    `faults` are of the files that keylint itself failed on, which are among the broken ones.
    """

    facts: Mapping[Path, ModuleFacts]
    hashes: Mapping[Path, str]
    broken: Mapping[SourceFile, SourceError]
    faults: tuple[Fault, ...] = ()


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

    def load() -> None:
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
                continue
            read = decode_facts(outcome) if isinstance(outcome, bytes) else outcome
            facts[file.path] = read
            if cache.folder is not None:
                cache.put(content_hash, outcome if isinstance(outcome, bytes) else encode(read))

    with collector_paused():
        deeply(load, _FRAMES)
    faults = (
        Fault(file.display, "the reading of the file", error.said)
        for file, error in broken.items()
        if isinstance(error, UnreadError)
    )
    return Loaded(facts, hashes, broken, tuple(faults))


def _read(
    new: Sequence[tuple[SourceFile, str, bytes]], jobs: int | None
) -> Iterator[ModuleFacts | bytes | SourceError]:
    """What new files say, in their order; encoded where other processes did the work, when there is enough of it."""
    contents = [data for _, _, data in new]
    workers = min(jobs or os.cpu_count() or 1, len(contents) // _FILES_FOR_A_PROCESS)
    if workers < 2:
        yield from map(read_facts, contents)
        return
    from keylint.facts.workers import read_in_workers  # noqa: PLC0415 -- only worth its import for many files

    yield from read_in_workers(contents, workers)


def _cached(cache: Store, content_hash: str) -> ModuleFacts | None:
    data = cache.get(content_hash)
    if data is None:
        return None
    try:
        return decode_facts(data)
    except ValueError:
        return None
