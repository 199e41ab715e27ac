"""What is kept between runs, by hashes of all that it depends on.

Everything that is wrong with the store (missing, damaged, read-only, a full disk) makes a run slower, never different.

The store is one file: a header, an index of fixed-size records, then the entries' data one after the other. Nothing of
it is interpreted but the entries that a run asks for, and those only after their checksum held.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from keylint import __version__
from keylint.content_hash import HASH_SIZE

FOLDER_NAME = ".keylint_cache"
FOLDER_VARIABLE = "KEYLINT_CACHE_DIR"

_MAGIC = b"keylint store 1\n"
_HEADER = struct.Struct("<16s16sI")  # magic, checksum of the index, number of records
_RECORD = struct.Struct("<16s16sQIH")  # key, checksum of the data, where the data starts, its length, its age
# Entries are dropped after this many runs that stored something but had no use for them: a branch that was left, a file
# that is gone. Fewer would forget the rest of a project while somebody works on one folder of it.
_KEPT_RUNS = 30
_KEPT_STORES = 4  # one for each keylint and Python version that takes turns in a project
_ABANDONED_AFTER = 3600.0  # seconds, until the unfinished file of another process counts as left behind

_CACHEDIR_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache made by keylint. It can be deleted at any time.
"""


@dataclass(slots=True)
class _Entry:
    data: memoryview
    checksum: bytes
    age: int


@dataclass(slots=True)
class Store:
    """Data by hash. `folder` None keeps nothing. `kind` names what is kept there, `schema` the form that it has: a
    change starts anew.

    Two processes may use a folder at once: each sees a whole store, and the one that saves last wins.
    """

    folder: Path | None
    kind: str
    schema: str
    _entries: dict[bytes, _Entry] | None = None
    _used: set[bytes] = field(default_factory=set)
    _changed: bool = False

    def get(self, digest: str) -> bytes | None:
        """The data stored for `digest` (see `hash_of_content`), or None."""
        key = bytes.fromhex(digest)
        entry = self._loaded().get(key)
        if entry is None or _checksum(entry.data) != entry.checksum:
            return None
        self._used.add(key)
        return bytes(entry.data)

    def put(self, digest: str, data: bytes) -> None:
        """Stores `data` for `digest`; `save` makes it last."""
        if self.folder is None:
            return
        key = bytes.fromhex(digest)
        self._loaded()[key] = _Entry(memoryview(data), _checksum(data), 0)
        self._used.add(key)
        self._changed = True

    def save(self) -> None:
        """Writes the store when something is new. Where it cannot be written, nothing happens."""
        if self.folder is None or not self._changed:
            return
        kept = {key: entry for key, entry in self._loaded().items() if self._age(key, entry) <= _KEPT_RUNS}
        with suppress(OSError):
            _make_folder(self.folder)
            self._replace_store(self._encoded(kept))
            self._changed = False
            _remove_leftovers(self.folder, self.kind, self._store)

    @property
    def _store(self) -> Path:
        maker = f"{self.schema}\0{__version__}\0{sys.implementation.cache_tag}\0{sys.hexversion}"
        assert self.folder is not None
        return self.folder / f"{self.kind}-{blake2b(maker.encode(), digest_size=8).hexdigest()}"

    def _loaded(self) -> dict[bytes, _Entry]:
        if self._entries is None:
            self._entries = {}
            if self.folder is not None:
                with suppress(OSError):
                    self._entries = _decoded(self._store.read_bytes())
        return self._entries

    def _age(self, key: bytes, entry: _Entry) -> int:
        return 0 if key in self._used else entry.age + 1

    def _encoded(self, entries: dict[bytes, _Entry]) -> bytes:
        start = _HEADER.size + len(entries) * _RECORD.size
        records = []
        for key, entry in entries.items():
            records.append(_RECORD.pack(key, entry.checksum, start, len(entry.data), self._age(key, entry)))
            start += len(entry.data)
        index = b"".join(records)
        header = _HEADER.pack(_MAGIC, _checksum(index), len(entries))
        return b"".join((header, index, *(entry.data for entry in entries.values())))

    def _replace_store(self, content: bytes) -> None:
        unfinished = self._store.with_name(f"{self._store.name}.{os.getpid()}-{time.monotonic_ns()}.tmp")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(self._store)
        finally:
            unfinished.unlink(missing_ok=True)


def cache_folder(root: Path) -> Path:
    """Where the store of the project in `root` lies: in its `.keylint_cache`, or where KEYLINT_CACHE_DIR says."""
    override = os.environ.get(FOLDER_VARIABLE)
    return Path(override) if override else root / FOLDER_NAME


def _checksum(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=HASH_SIZE).digest()


def _decoded(content: bytes) -> dict[bytes, _Entry]:
    """The entries of a store, none when it is damaged."""
    try:
        magic, checksum, count = _HEADER.unpack_from(content)
    except struct.error:
        return {}
    view = memoryview(content)
    index = view[_HEADER.size : _HEADER.size + count * _RECORD.size]
    if magic != _MAGIC or len(index) != count * _RECORD.size or _checksum(index) != checksum:
        return {}
    return {
        key: _Entry(view[start : start + length], data_checksum, age)
        for key, data_checksum, start, length, age in _RECORD.iter_unpack(index)
    }


def _make_folder(folder: Path) -> None:
    """Makes the folder, out of reach of git and of backups. A folder that somebody else made gets no such files."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "CACHEDIR.TAG").write_text(_CACHEDIR_TAG, encoding="utf-8")


def _remove_leftovers(folder: Path, kind: str, store: Path) -> None:
    """Removes the stores of versions that nobody runs any more, and files that a killed process left unfinished."""
    written = {file: file.stat().st_mtime for file in folder.glob(f"{kind}-*")}
    now = time.time()
    stores = sorted((file for file in written if file.suffix != ".tmp" and file != store), key=written.__getitem__)
    abandoned = [file for file, at in written.items() if file.suffix == ".tmp" and now - at > _ABANDONED_AFTER]
    for file in (*abandoned, *stores[: max(0, len(stores) + 1 - _KEPT_STORES)]):
        file.unlink(missing_ok=True)
