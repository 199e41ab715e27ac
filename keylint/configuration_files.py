"""What a configuration file says: keylint.toml, or the table [tool.keylint] of pyproject.toml, and what it extends."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keylint.configuration_values import READERS, UnfitValueError, nearest
from keylint.discover.documents import has_endless_key
from keylint.discover.files import display_path
from keylint.errors import ConfigurationError
from keylint.settings import OWN_FILE, SHARED_FILE, Configured, SettingOrigin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.configuration_values import Vocabulary
    from keylint.settings import Reader

EXTEND = "extend"
# They name files of their own folder, which those that extend it do not have.
_NOT_INHERITED = ("baseline", "entrypoints")
# TOML is UTF-8; a file in an encoding of Windows is said to be wrong where it may configure keylint.
_NAMES = tuple("keylint".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def configuration_in(folder: Path, vocabulary: Vocabulary, read: Reader) -> Configured | None:
    """The configuration in a folder; None where it has none. keylint.toml comes first where both files have one.

    Raises ConfigurationError for a file that cannot be used.
    """
    own, shared = folder / OWN_FILE, folder / SHARED_FILE
    found = configuration_of(own, vocabulary, read)
    if found is None:
        return configuration_of(shared, vocabulary, read)
    with suppress(ConfigurationError):  # it is for others to report that it is broken
        if _table_of(shared, read) is not None:
            notice = (
                f"{display_path(shared)}: its [tool.keylint] does not count, because {OWN_FILE} beside it does; "
                "put all into one of them"
            )
            return replace(found, notices=(*found.notices, notice))
    return found


def configuration_of(
    file: Path, vocabulary: Vocabulary, read: Reader, extending: tuple[Path, ...] = ()
) -> Configured | None:
    """What a file says; None where it is not there, or says nothing to keylint. `extending` are the files that lead to
    it. Raises ConfigurationError for one that cannot be used."""
    table = _table_of(file, read)
    if table is None:
        return None
    shown = display_path(file)
    lines = (read(file) or b"").decode("utf-8-sig", "replace").split("\n")
    values, origins = dict[str, Any](), dict[str, SettingOrigin]()
    if EXTEND in table:
        base = _extended(table[EXTEND], file, vocabulary, read, (*extending, file))
        values |= {name: value for name, value in base.values.items() if name not in _NOT_INHERITED}
        origins |= {name: place for name, place in base.origins.items() if name not in _NOT_INHERITED}
    for key, value in table.items():
        if key == EXTEND:
            continue
        if key not in READERS:
            raise ConfigurationError(_unknown_key(key, file, shown))
        name = key.replace("-", "_")
        try:
            values[name] = READERS[key](value, vocabulary)
        except UnfitValueError as unfit:
            raise ConfigurationError(f"{shown}: {key} {unfit}") from None
        origins[name] = _origin(key, file, shown, lines)
    return Configured(file.parent, values, origins)


def _extended(
    value: object, file: Path, vocabulary: Vocabulary, read: Reader, extending: tuple[Path, ...]
) -> Configured:
    """What a file says that another one extends."""
    shown = display_path(file)
    if not isinstance(value, str) or not value or "\0" in value:
        raise ConfigurationError(f'{shown}: {EXTEND} must be the path of one file in quotes, as in "../{OWN_FILE}"')
    base = Path(os.path.abspath(file.parent / value))  # noqa: PTH100 -- keeps links
    if base in extending:
        circle = " → ".join(display_path(each) for each in (*extending[extending.index(base) :], base))
        raise ConfigurationError(f"{shown}: {EXTEND} goes round in a circle: {circle}; take it out of one of them")
    found = configuration_of(base, vocabulary, read, extending)
    if found is None:
        there = read(base) is not None
        why = "has no table [tool.keylint]" if there else "does not exist; the path is relative to the file that has it"
        raise ConfigurationError(f"{shown}: {EXTEND} names {display_path(base)}, which {why}")
    return found


def _table_of(file: Path, read: Reader) -> Mapping[str, Any] | None:
    """The configuration in `file`; None when it is not there, or a pyproject.toml without any."""
    data = read(file)
    if data is None:
        return None
    shown = display_path(file)
    if file.name != SHARED_FILE:
        return parsed_toml(data, shown)
    if not any(name in data for name in _NAMES):  # also when it is broken: then it is somebody else's to report
        return None
    tool = parsed_toml(data, shown).get("tool")
    table = tool.get("keylint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError(f"{shown}: tool.keylint must be a table, [tool.keylint]")
    return table


def parsed_toml(data: bytes, shown: str) -> dict[str, Any]:
    """What a TOML file holds. Raises ConfigurationError where it is none; `shown` is its path."""
    if sys.version_info >= (3, 11):  # imported here because most runs find no file to read
        import tomllib  # noqa: PLC0415
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        text = data.decode("utf-8-sig")
        if has_endless_key(text):
            raise RecursionError
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{shown}:{line}: TOML must be encoded as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = _TOML_PLACE.sub("", str(error))
        if "\r" in text and "\n" not in text:
            reason = "its lines end with carriage returns alone; save it with the line ends of Unix or Windows"
        raise ConfigurationError(f"{shown}:{line}: this is not valid TOML: {reason}") from None
    except ValueError:  # beside its own errors, tomllib hands on that of int()
        raise ConfigurationError(f"{shown}: a number in it has too many digits") from None
    except RecursionError:
        raise ConfigurationError(f"{shown} is nested too deeply to be read") from None


def _unknown_key(key: str, file: Path, shown: str) -> str:
    if key == "tool" and file.name != SHARED_FILE:
        return f"{shown}: the keys of {OWN_FILE} stand at its top, without [tool.keylint]"
    return f"{shown}: keylint has no setting {key!r}; the nearest is {nearest(key, (*READERS, EXTEND))!r}"


def _origin(key: str, file: Path, shown: str, lines: list[str]) -> SettingOrigin:
    """Where a key stands: the line too, where it is written as most people do."""
    is_shared = file.name == SHARED_FILE
    name, table = re.escape(key), r"tool\s*\.\s*keylint" if is_shared else ""
    header = re.compile(rf"\[\s*{table}\s*[.\]]")
    before = rf"{table}\s*\.\s*" if is_shared else ""
    sought = re.compile(rf"""\s*(?:["']?{name}["']?\s*[=.]|\[\s*{before}{name}\s*[.\]])""")
    is_ours = not is_shared
    for number, line in enumerate(lines, 1):
        if is_shared and line.lstrip().startswith("["):
            is_ours = header.match(line.lstrip()) is not None
        if is_ours and sought.match(line):
            return SettingOrigin(shown, number)
    return SettingOrigin(shown)
