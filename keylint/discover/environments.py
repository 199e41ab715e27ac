"""Which Streamlit an environment has: by the metadata of what is installed there, which is read and never run."""

from __future__ import annotations

import os.path
from itertools import takewhile
from typing import TYPE_CHECKING

from keylint.discover.constraints import exactly, hull, parse_release
from keylint.discover.documents import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from keylint.discover.disk import Disk
    from keylint.streamlit.versions import VersionRange

OF_PROJECT = (".venv", "venv")
_DISTRIBUTION = "streamlit-"
_SUFFIX = ".dist-info"


def installed_in(environment: Path, disk: Disk, inside: Path | None = None) -> VersionRange | None:
    """The Streamlit of a virtual or conda environment; of several, for several Pythons, all. None without one.

    What does not lie `inside` that folder, once links are followed, does not count.
    """
    found = (_version(metadata, disk, inside) for metadata in _metadata(environment, disk))
    return hull(versions for versions in found if versions is not None)


def _metadata(environment: Path, disk: Disk) -> Iterator[Path]:
    pythons = sorted(disk.names_beginning(environment / "lib", "python"))
    for library in (*(environment / "lib" / python for python in pythons), environment / "Lib"):
        packages = library / "site-packages"
        for name in sorted(disk.names_beginning(packages, _DISTRIBUTION)):
            if name.endswith(_SUFFIX):
                yield packages / name / "METADATA"


def _version(metadata: Path, disk: Disk, inside: Path | None) -> VersionRange | None:
    if inside is not None and not _lies_in(metadata, inside):
        return None
    text = read_text(metadata, disk)
    # The headers end where a line is empty; a description follows.
    for line in takewhile(bool, (text or "").split("\n")):
        field, _, value = line.partition(":")
        if field.lower() == "version":
            try:
                return exactly(parse_release(value.strip()))
            except ValueError:
                return None
    return None


def _lies_in(path: Path, folder: Path) -> bool:
    # Not Path.resolve(), which raises for a link that leads to itself.
    real, around = os.path.realpath(path), os.path.realpath(folder)
    return real.startswith(os.path.join(around, ""))  # noqa: PTH118
