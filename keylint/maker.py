"""What made an entry of the cache: keylint's own code, Python, and the packages that have a say.

Hashes of files, not versions: in an editable installation the code changes and the version does not.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from keylint.content_hash import hash_of_content, hash_of_texts

_PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 -- strings are faster, for 300 files
_CODE = (".py", ".json")
# What parses the sources, and what reads versions.
_PACKAGES = ("libcst", "packaging", "tomli")
_METADATA = ("METADATA", "PKG-INFO")


def maker(part: str = "") -> str:
    """A hash of everything beside the checked project that decides a result; of `part`, a folder of keylint, alone."""
    return hash_of_texts(sys.implementation.cache_tag or "", sys.version, *_own_code(part), *_installed())


def _own_code(part: str) -> list[str]:
    found = []
    for folder, inner, names in os.walk(os.path.join(_PACKAGE, part)):  # noqa: PTH118
        inner[:] = sorted(name for name in inner if name not in ("demo", "__pycache__"))
        for name in sorted(names):
            if name.endswith(_CODE):
                found += [folder.removeprefix(_PACKAGE), name, hash_of_content(Path(folder, name).read_bytes())]
    return found


def _installed() -> list[str]:
    """The metadata of the packages above, in the order in which Python would find them."""
    found = []
    for place in sys.path:
        try:
            names = sorted(os.listdir(place or "."))  # noqa: PTH208
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and name.lower().startswith(_PACKAGES):
                found += [name, *_metadata(Path(place, name))]
    return found


def _metadata(folder: Path) -> list[str]:
    for name in _METADATA:
        with suppress(OSError):
            return [hash_of_content((folder / name).read_bytes())]
    return []
