"""What `keylint init` makes of a project's files. Nothing is written here."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.configuration_files import parsed_toml
from keylint.discover.files import display_path, relative_path
from keylint.errors import UsageError
from keylint.findings import Certainty
from keylint.places import real_path
from keylint.regular_files import NotRegularError, read_regular
from keylint.repositories import repository_around
from keylint.settings import OWN_FILE, SHARED_FILE
from keylint.starting.hook_text import has_hook, with_hook
from keylint.starting.toml_text import table_of, with_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keylint.findings import AppTarget

HOOKS = ".pre-commit-config.yaml"

_COMMENT = "The apps and their Streamlit are found: `keylint check --show-files` names them."
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_PLAIN = re.compile(r"[\w ./-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a file: `before` is None where there is none, `after` where it stays as it is, because of
    `reason`."""

    path: Path
    before: bytes | None
    after: bytes | None
    reason: str = ""

    @property
    def shown(self) -> str:
        return display_path(self.path)

    @property
    def name(self) -> str:
        """The path as the file system has it."""
        return relative_path(self.path)


def configuration_step(root: Path, baseline: str, targets: Sequence[AppTarget]) -> Step:
    """The configuration of a project whose baseline is the file `baseline` in `root`: in keylint.toml where there is
    one, else in pyproject.toml, else in a new keylint.toml.

    Raises UsageError for a file that cannot be read, ConfigurationError for one that cannot be extended.
    """
    own, shared = root / OWN_FILE, root / SHARED_FILE
    path = shared if os.path.lexists(shared) and not os.path.lexists(own) else own
    before = _content(path)
    table = table_of(parsed_toml(before or b"", display_path(path)), path.name)
    keys = {"baseline": baseline}
    if before is None or table is None:
        keys |= _target(targets)
    elif "baseline" in table:
        return Step(path, before, None, "names a baseline already")
    return Step(path, before, with_keys(before or b"", path.name, keys, _COMMENT))


def _target(targets: Sequence[AppTarget]) -> dict[str, str]:
    """The version that an environment has, of which nothing is known elsewhere."""
    inferred = {target.versions for target in targets if target.certainty is Certainty.INFERRED}
    if len(inferred) != 1 or any(target.versions not in inferred for target in targets):
        return {}
    (version,) = inferred
    return {"target-streamlit": version} if _VERSION.fullmatch(version) else {}


def hook_step(paths: Sequence[Path]) -> Step | None:
    """The hook of the repository that the paths lie in; None where there is none.

    Raises UsageError for a file that cannot be read, ConfigurationError for one that cannot be extended.
    """
    folder = repository_around(os.path.realpath(paths[0]))
    if folder is None:
        return None
    root = Path(folder)
    path = root / HOOKS
    before = _content(path)
    try:
        text = (before or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{display_path(path)}: is no text in UTF-8; look at it, and run keylint again") from None
    if has_hook(text):
        return Step(path, before, None, "has the hook already")
    hooked = with_hook(text, _entry(paths, root), display_path(path), is_released=is_released())
    return Step(path, before, hooked.encode("utf-8"))


def is_released() -> bool:
    """Whether this keylint came from a package index, where pre-commit finds it too: of one from a folder or a
    repository, its installer notes the address (direct_url.json, PEP 610)."""
    return metadata.distribution("keylint").read_text("direct_url.json") is None


def _entry(paths: Sequence[Path], repository: Path) -> str:
    """The command of the hook, which runs at the top of the repository."""
    places = [Path(os.path.relpath(real_path(path), repository)).as_posix() for path in paths]
    command = shlex.join(["keylint", "check", *(place for place in places if place != ".")])
    return command if _PLAIN.fullmatch(command) else "'" + command.replace("'", "''") + "'"


def _content(path: Path) -> bytes | None:
    """What a file holds, None where there is none. Raises UsageError where it cannot be read."""
    if not os.path.lexists(path):
        return None
    try:
        return read_regular(path)
    except OSError as error:
        said = f"it {error.strerror}" if isinstance(error, NotRegularError) else error.strerror or str(error)
        raise UsageError(f"{display_path(path)}: cannot be read: {said}") from None
