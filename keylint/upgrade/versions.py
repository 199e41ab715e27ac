"""Reads the two versions of an upgrade."""

from __future__ import annotations

from keylint.errors import UsageError
from keylint.streamlit.versions import NEWEST_KNOWN, OLDEST_KNOWN, Version, parse_version, version_label
from keylint.upgrade.change import Upgrade

_ACCEPTED = "write one release, such as 1.49 or 1.49.1"


def parse_upgrade(start: str | None, end: str | None) -> Upgrade:
    """The upgrade that `--upgrade-from` and `--to` name; without `--to`, it ends at the newest known release.

    Raises UsageError, which says what to write.
    """
    if start is None:
        raise UsageError("--to says where an upgrade ends; give --upgrade-from VERSION too, where it begins")
    first = _parse("--upgrade-from", start)
    last = _parse("--to", end) if end is not None else NEWEST_KNOWN
    if first >= last:
        ends = f"--to {end}" if end is not None else f"{version_label(last)}, the newest known release"
        raise UsageError(f"--upgrade-from {start} is not older than {ends}; name the older release first")
    return Upgrade(first, last)


def _parse(option: str, text: str) -> Version:
    try:
        version = parse_version(text)
    except ValueError:
        is_range = any(sign in text for sign in "<>=!~,-*^") and any(map(str.isdecimal, text))
        what = "a range" if is_range else "not a Streamlit version"
        raise UsageError(f"{option}: {text!r} is {what}; {_ACCEPTED}") from None
    if version < OLDEST_KNOWN or version[:2] > NEWEST_KNOWN[:2]:
        known = f"{version_label(OLDEST_KNOWN)} to {version_label(NEWEST_KNOWN)}"
        raise UsageError(f"{option}: keylint does not know Streamlit {text}; {_ACCEPTED}, from {known}")
    return version
