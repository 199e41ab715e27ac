"""What is kept between runs, by hashes of all that it depends on.

Everything that is wrong with the store (missing, damaged, read-only, a full disk) makes a run slower, never different.
So does a store that somebody else made, as one that a repository brings along: it does not carry the user's mark.

The store is one file: a header, an index of fixed-size records, then the entries' data one after the other. Nothing of
it is interpreted but the entries that a run asks for, and those only after their checksum held. The checksums stand in
the index, and the index is what the user's key marks.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from keylint import __version__
from keylint.content_hash import HASH_SIZE, hash_of_texts
from keylint.faults import Blaming
from keylint.regular_files import read_regular
from keylint.user_key import user_key
from keylint.whole_files import replace_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.findings import Fault

    Value = TypeVar("Value")

FOLDER_NAME = ".keylint_cache"
FOLDER_VARIABLE = "KEYLINT_CACHE_DIR"

_MAGIC = b"keylint store 2\n"
_MAGICS = re.compile(rb"keylint store \d\n")
_NAME = r"[0-9a-f]{16}"
_LARGEST = 512 << 20
_HEADER = struct.Struct("<16s16sI")  # magic, the user's mark of the index, number of records
_RECORD = struct.Struct("<16s16sQIH")  # key, checksum of the data, where the data starts, its length, its age
# Entries are dropped after this many runs that stored something but had no use for them: a branch that was left, a file
# that is gone. Fewer would forget the rest of a project while somebody works on one folder of it.
_KEPT_RUNS = 30
_KEPT_STORES = 4  # one for each keylint and Python version that takes turns in a project

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
    """Data by hash. `folder` None keeps nothing, unless `in_memory` says: for as long as the store lives. `kind` names
    what is kept there, `schema` the form that it has: a change starts anew. What keylint itself fails at is added to
    `faults`, and is as if it were not there. An answer is stored under the last of the `labels`, and taken from any:
    so it replaces none that was given in another state of the files.

    Two processes may use a folder at once: each sees a whole store, and the one that saves last wins.
    """

    folder: Path | None
    kind: str
    schema: str
    faults: list[Fault] = field(default_factory=list)
    in_memory: bool = False
    labels: tuple[str, ...] = ("",)
    _entries: dict[bytes, _Entry] | None = None
    _used: set[bytes] = field(default_factory=set)
    _new: set[bytes] = field(default_factory=set)

    def recall(self, digest: str, decode: Callable[[bytes], Value]) -> Value | None:
        """What `decode` makes of the data stored for `digest`; None where there is none, or where it raises ValueError:
        data of another form."""
        for label in reversed(self.labels):
            with self._blaming(), suppress(ValueError):
                data = self.get(digest, label)
                value = None if data is None else decode(data)
                if value is not None:
                    return value
        return None

    def remember(self, digest: str, encode: Callable[[], bytes | None]) -> None:
        """Stores what `encode` gives, if it gives anything."""
        if self.folder is None and not self.in_memory:
            return
        with self._blaming():
            data = encode()
            if data is not None:
                self.put(digest, data)

    def get(self, digest: str, label: str | None = None) -> bytes | None:
        """The data stored for `digest` (see `hash_of_content`) under the label, by default the last one, or None."""
        key = _key_of(digest, self.labels[-1] if label is None else label)
        entry = self._loaded().get(key)
        if entry is None or _checksum(entry.data) != entry.checksum:
            return None
        self._used.add(key)
        return bytes(entry.data)

    def put(self, digest: str, data: bytes) -> None:
        """Stores `data` for `digest`; `save` makes it last."""
        if self.folder is None and not self.in_memory:
            return
        key = _key_of(digest, self.labels[-1])
        self._loaded()[key] = _Entry(memoryview(data), _checksum(data), 0)
        self._used.add(key)
        self._new.add(key)

    def save(self) -> None:
        """Writes the store when something is new. Where it cannot be written, nothing happens."""
        if self.folder is None or not self._new:
            return
        with self._blaming(), suppress(OSError):
            _make_folder(self.folder)
            _require_own(self.folder)
            kept = {key: entry for key, entry in self._loaded().items() if self._age(key, entry) <= _KEPT_RUNS}
            replace_whole(self._store, self._encoded(kept))
            self._new.clear()
            _remove_leftovers(self.folder, self.kind, self._store)

    def labelled(self, label: str) -> Store:
        """The same store, with one label more; one `save` is for all of them."""
        known: dict[bytes, _Entry] = {}
        with self._blaming():
            known = self._loaded()
        return replace(self, labels=(*self.labels, label), _entries=known)

    def lasting(self) -> Store:
        """A store that keeps what it is given, in memory where this one keeps nothing."""
        return self if self.folder is not None else replace(self, in_memory=True)

    def _blaming(self) -> Blaming:
        return Blaming(self.faults, "", f"the cache of {self.kind}", "that part of it is as if it were not there")

    @property
    def _store(self) -> Path:
        # Users who share a folder have a store each.
        maker = f"{self.schema}\0{__version__}\0{sys.implementation.cache_tag}\0{sys.hexversion}"
        assert self.folder is not None
        return self.folder / f"{self.kind}-{blake2b(maker.encode(), digest_size=8, key=_key()).hexdigest()}"

    def _loaded(self) -> dict[bytes, _Entry]:
        if self._entries is None:
            self._entries = {}
            if self.folder is not None:
                with suppress(OSError):
                    _require_own(self.folder)
                    self._entries = _decoded(read_regular(self._store, _LARGEST, follow=False), _key())
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
        header = _HEADER.pack(_MAGIC, _mark(index, _key()), len(entries))
        return b"".join((header, index, *(entry.data for entry in entries.values())))


def cache_folder(root: Path) -> Path:
    """Where the store of the project in `root` lies: in its `.keylint_cache`, or where KEYLINT_CACHE_DIR says."""
    override = os.environ.get(FOLDER_VARIABLE)
    return Path(override) if override else root / FOLDER_NAME


def _key_of(digest: str, label: str) -> bytes:
    return bytes.fromhex(hash_of_texts(label, digest) if label else digest)


def _checksum(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=HASH_SIZE).digest()


def _key() -> bytes:
    """The user's key. Raises OSError where there is none: then nothing is kept."""
    key = user_key()
    if key is None:
        raise FileNotFoundError("no key")
    return key


def _mark(index: bytes | memoryview, key: bytes) -> bytes:
    return blake2b(index, digest_size=HASH_SIZE, key=key).digest()


def _require_own(folder: Path) -> None:
    """Raises OSError for a link: where it leads is not for the project to say."""
    if folder.is_symlink():
        raise NotADirectoryError(0, "is a symbolic link", str(folder))


def _decoded(content: bytes, key: bytes) -> dict[bytes, _Entry]:
    """The entries of a store, none when it is damaged or somebody else's."""
    try:
        magic, mark, count = _HEADER.unpack_from(content)
    except struct.error:
        return {}
    view = memoryview(content)
    index = view[_HEADER.size : _HEADER.size + count * _RECORD.size]
    if magic != _MAGIC or len(index) != count * _RECORD.size or _mark(index, key) != mark:
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
    """Removes the stores of versions that nobody runs any more."""
    named = re.compile(f"{kind}-{_NAME}")
    others = [file for file in folder.iterdir() if named.fullmatch(file.name) and file != store and _is_own(file)]
    stores = sorted(others, key=lambda file: file.stat().st_mtime)
    for file in stores[: max(0, len(stores) + 1 - _KEPT_STORES)]:
        file.unlink(missing_ok=True)


def _is_own(file: Path) -> bool:
    """Whether keylint wrote a file: by how it starts."""
    try:
        if file.is_symlink() or not file.is_file():
            return False
        with file.open("rb") as opened:
            start = opened.read(len(_MAGIC))
    except OSError:
        return False
    return _MAGICS.match(start) is not None
