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
from keylint.faults import Blaming, described
from keylint.findings import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from keylint.cache import Store
    from keylint.discover.contents import FileContents
    from keylint.discover.files import SourceFile
    from keylint.discover.governing import Governing
    from keylint.discover.select import Selection
    from keylint.facts.module import ModuleFacts
    from keylint.settings import Settings


# Another process costs as much as reading some dozen files, and what it read is encoded there and decoded here.
_FILES_FOR_A_PROCESS = 60
# What `extract` asks for: one thread with a large stack serves all files.
_FRAMES = 2_500


@dataclass(frozen=True)
class Loaded:
    """The facts of every file that could be read, what is wrong with the others, and the hashes of all contents."""

    facts: Mapping[Path, ModuleFacts]
    hashes: Mapping[Path, str]
    broken: Mapping[SourceFile, SourceError]


@dataclass(frozen=True)
class Reading:
    """Everything that was read. `given` are the files below the given paths, except those that are `generated`;
    `governing` says what settings hold."""

    selection: Selection
    loaded: Loaded
    given: frozenset[Path]
    governing: Governing
    generated: tuple[SourceFile, ...]

    @property
    def shown(self) -> dict[Path, str]:
        """The files below the given paths, which findings may be about, with the paths that findings have."""
        return {file.path: file.display for file in self.selection.selected if file.path in self.given}


def load_facts(
    files: tuple[SourceFile, ...],
    contents: FileContents,
    settings: Settings,
    cache: Store,
    faults: list[Fault],
    progress: Callable[[str, int, int], None] | None = None,
) -> Loaded:
    """Reads the facts of `files`, and notes in `cache` what is new. Files that keylint itself fails on are broken ones,
    and in `faults`.

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
            known = cache.recall(content_hash, decode_facts)
            if known is not None:
                facts[file.path] = known
            else:
                new.append((file, content_hash, data))
        outcomes = _read([data for _, _, data in new], settings.jobs, faults)
        for number, ((file, content_hash, _), outcome) in enumerate(zip(new, outcomes, strict=True)):
            if progress is not None:
                progress("Reading files", number + 1, len(new))
            read = _decoded(outcome) if isinstance(outcome, bytes) else outcome
            if isinstance(read, SourceError):
                broken[file] = read
                continue
            facts[file.path] = read
            encoded = outcome if isinstance(outcome, bytes) else None
            cache.remember(content_hash, lambda read=read, encoded=encoded: encoded or encode(read))  # type: ignore[misc]

    with collector_paused():
        deeply(load, _FRAMES)
    for file, error in broken.items():
        if isinstance(error, UnreadError):
            faults.append(Fault(file.display, "the reading of the file", error.said, "the others are checked without"))
    return Loaded(facts, hashes, broken)


def _read(
    contents: Sequence[bytes], jobs: int | None, faults: list[Fault]
) -> Iterator[ModuleFacts | bytes | SourceError]:
    """What new files say, in their order; encoded where other processes did the work, when there is enough of it."""
    workers = min(jobs or os.cpu_count() or 1, len(contents) // _FILES_FOR_A_PROCESS)
    done = 0
    if workers >= 2:
        from keylint.facts.workers import read_in_workers  # noqa: PLC0415 -- only worth its import for many files

        with Blaming(faults, "", "the reading in several processes", "the rest was read in one"):
            for outcome in read_in_workers(contents, workers):
                yield outcome
                done += 1
    yield from map(read_facts, contents[done:])


def _decoded(data: bytes) -> ModuleFacts | UnreadError:
    """What a worker has encoded."""
    try:
        return decode_facts(data)
    except Exception as error:  # the other files shall not be lost with this one
        return UnreadError(described(error))
