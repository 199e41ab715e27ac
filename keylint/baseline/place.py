"""Where a baseline is: its file, what is read from it, and which paths it is about."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.baseline.text import is_baseline, parse
from keylint.discover.files import display_path
from keylint.errors import ConfigurationError, UsageError
from keylint.places import real_path
from keylint.regular_files import NotRegularError, is_missing, read_regular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.baseline.entries import Baseline
    from keylint.settings import Settings

USUAL_NAME = "keylint-baseline.jsonl"


@dataclass(frozen=True, slots=True)
class BaselineFile:
    """The file of a baseline. `shown` is its path for people."""

    path: Path
    shown: str

    def read(self) -> tuple[Baseline, bytes]:
        """The baseline, and the bytes that say it. Raises UsageError for what is none, and for what cannot be read."""
        data = self._data()
        if data is None:
            raise UsageError(f"{self.shown}: there is no such baseline; write it with `keylint baseline`")
        return parse(data, self.shown), data

    def require_replaceable(self) -> None:
        """Raises UsageError where something else is there, which would be lost."""
        data = self._data()
        if data is not None and not is_baseline(data):
            raise UsageError(f"{self.shown}: is no baseline, and is not replaced; name another file")

    def require_unchanged(self, known: bytes) -> None:
        """Raises UsageError where somebody else has written it meanwhile."""
        if self._data() != known:
            raise UsageError(f"{self.shown}: has changed since it was read, so it is left as it is; run keylint again")

    def _data(self) -> bytes | None:
        """What the file holds, None where there is none."""
        try:
            return read_regular(self.path)
        except IsADirectoryError:
            raise UsageError(f"{self.shown}: is a folder; name the file of a baseline") from None
        except OSError as error:
            if is_missing(error) and not os.path.lexists(self.path):
                return None
            said = f"it {error.strerror}" if isinstance(error, NotRegularError) else error.strerror or str(error)
            raise UsageError(f"{self.shown}: cannot be read: {said}") from None


def file_named(name: str) -> BaselineFile:
    """The file that the command line names."""
    return BaselineFile(Path(os.path.abspath(name)), display_path(name))  # noqa: PTH100 -- keeps links


def configured_file(settings: Settings) -> BaselineFile | None:
    """The file that the configuration names, relative to its folder. Raises ConfigurationError for one elsewhere."""
    if settings.baseline is None:
        return None
    path = Path(os.path.abspath(settings.root / settings.baseline))  # noqa: PTH100
    if not real_path(path).is_relative_to(real_path(settings.root)):
        raise ConfigurationError(f"baseline: {settings.baseline} lies outside of the project; name a file in it")
    return BaselineFile(path, display_path(path))


def usual_file(settings: Settings) -> BaselineFile:
    """Where a baseline is written of which nothing says where."""
    path = settings.root / USUAL_NAME
    return BaselineFile(path, display_path(path))


def paths_below(file: BaselineFile, paths: Sequence[Path]) -> tuple[str, ...]:
    """How a baseline in `file` names the paths that were checked for it."""
    folder = real_path(file.path.parent)
    return tuple(sorted({_relative(real_path(path), folder) for path in paths}))


def covers(file: BaselineFile, baseline: Baseline, paths: Sequence[Path]) -> bool:
    """Whether all that the baseline is about lies below `paths`, as far as it is still there."""
    folder = real_path(file.path.parent)
    about = [real_path(folder / name) for name in baseline.paths]
    given = [real_path(path) for path in paths]
    return all(any(each.is_relative_to(one) for one in given) for each in about if each.exists())


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return path.as_posix()
