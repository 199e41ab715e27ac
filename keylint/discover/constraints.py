"""Version constraints on Streamlit: from the syntaxes of the packaging tools to the range that they admit.

A constraint is a PEP 440 specifier set (`>=1.50,<1.60`), or several of which one has to hold, separated by `||`. The
empty text constrains nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.streamlit.versions import (
    KNOWN_VERSIONS,
    NEWEST_KNOWN,
    OLDEST_KNOWN,
    Version,
    VersionRange,
    version_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packaging.version import Version as PackageVersion

ALTERNATIVE = "||"
_OPERATORS = "=<>!~^"


def admitted(constraint: str) -> VersionRange | None:
    """The known versions that a constraint admits, from the oldest to the newest; None when it admits none.

    A version older or newer than the known ones stands for the nearest known one. Raises ValueError when the constraint
    cannot be read.
    """
    fitting = (_fitting(part) for part in constraint.split(ALTERNATIVE))
    return hull(between(*each) for each in fitting if each is not None)


def outside_known(constraint: str) -> str | None:
    """What to say of a readable constraint that only releases meet which keylint does not know; None of others."""
    fitting = [each for part in constraint.split(ALTERNATIVE) if (each := _fitting(part)) is not None]
    if fitting and max(newest for _, newest in fitting) < OLDEST_KNOWN:
        return f"older than any release that keylint knows; checked as if it were {version_label(OLDEST_KNOWN)}"
    if fitting and min(oldest for oldest, _ in fitting)[:2] > NEWEST_KNOWN[:2]:
        return f"newer than any release that keylint knows; checked as if it were {version_label(NEWEST_KNOWN)}"
    return None


def exactly(version: Version) -> VersionRange:
    """The range of one version, or of the nearest known one."""
    return between(version, version)


def between(oldest: Version, newest: Version) -> VersionRange:
    """The range between two versions, as far as it is known."""
    return VersionRange(_nearest_known(oldest), _nearest_known(newest))


def hull(ranges: Iterable[VersionRange]) -> VersionRange | None:
    """The smallest range that holds all of them; None for none."""
    listed = list(ranges)
    if not listed:
        return None
    return VersionRange(min(each.oldest for each in listed), max(each.newest for each in listed))


def intersection(left: VersionRange, right: VersionRange) -> VersionRange | None:
    """What both admit, or None."""
    oldest, newest = max(left.oldest, right.oldest), min(left.newest, right.newest)
    return VersionRange(oldest, newest) if oldest <= newest else None


def parse_release(text: str) -> Version:
    """The three numbers of any PEP 440 version: `1.50.0rc1` is 1.50.0. Raises ValueError when it is none."""
    from packaging.version import Version as PackageVersion  # noqa: PLC0415 - many runs do not get here

    return _release(PackageVersion(text))


def from_poetry(text: str) -> str:
    """A constraint as Poetry and Pipfile write it (`^1.30`, `~1.30`, `1.30.*`, `*`, `>=1.30 <2`). Never fails."""
    return ALTERNATIVE.join(
        ",".join(filter(None, (_from_poetry_term(term) for term in _terms(part))))
        for part in text.replace("||", "|").split("|")
    )


def from_conda(text: str) -> str:
    """A constraint as conda writes it behind the name (`=1.39`, `=1.39.0=py_0`, `>=1.3,<2`, ` 1.39.*`). Never fails."""
    return ALTERNATIVE.join(
        ",".join(filter(None, (_from_conda_term(term.strip()) for term in part.split(",")))) for part in text.split("|")
    )


def _fitting(text: str) -> tuple[Version, Version] | None:
    """The oldest and the newest release that a set of specifiers admits, known or not."""
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - as in parse_release
    from packaging.version import Version as PackageVersion  # noqa: PLC0415

    specifiers = SpecifierSet(text)
    lines = {(major, minor, 0) for major, minor, _ in KNOWN_VERSIONS}
    # The first release of each line speaks for the line. What is mentioned may stand between or outside of these, and a
    # later patch release counts only when nothing else fits, as for `>1.59.0,<1.60`.
    candidates = {"0": (0, 0, 0)}
    patches: dict[str, Version] = {}
    for specifier in specifiers:
        mentioned = PackageVersion(specifier.version.removesuffix(".*"))
        major, minor, patch = candidates[str(mentioned)] = _release(mentioned)
        lines |= {(major, max(minor - 1, 0), 0), (major, minor + 1, 0)}
        patches |= {_text(each): each for each in ((major, minor, max(patch - 1, 0)), (major, minor, patch + 1))}
    candidates |= {_text(line): line for line in lines}
    for offered in (candidates, patches):
        fitting = [release for text, release in offered.items() if specifiers.contains(text, prereleases=True)]
        if fitting:
            return min(fitting), max(fitting)
    return None


def _nearest_known(version: Version) -> Version:
    return max(OLDEST_KNOWN, min(version, NEWEST_KNOWN))


def _text(version: Version) -> str:
    return ".".join(map(str, version))


def _release(version: PackageVersion) -> Version:
    return (version.major, version.minor, version.micro)


def _terms(text: str) -> list[str]:
    """The terms of a conjunction, which commas or spaces separate; a space may also follow an operator."""
    terms: list[str] = []
    for word in text.replace(",", " ").split():
        if terms and not terms[-1].strip(_OPERATORS):
            terms[-1] += word
        else:
            terms.append(word)
    return terms


def _from_poetry_term(term: str) -> str:
    if term == "*":
        return ""
    if term[0] == "^":
        return _up_to(term[1:], kept=None)
    if term[0] == "~" and term[1:2] != "=":
        return _up_to(term[1:], kept=2)
    if term[0] == "=" and term[1:2] != "=":
        return f"=={term[1:]}"
    return term if term[0] in _OPERATORS else f"=={term}"


def _up_to(version: str, kept: int | None) -> str:
    """From `version` to below the next one in which one of the first `kept` numbers is higher.

    With `kept` None the first number that is not 0 counts, as a caret says it.
    """
    numbers = version.split(".")
    if not all(number.isdecimal() and len(number) < 10 for number in numbers):
        return f">={version}"
    if kept is None:
        kept = next((place for place, number in enumerate(numbers, 1) if int(number)), len(numbers))
    upper = numbers[:kept]
    upper[-1] = str(int(upper[-1]) + 1)
    return f">={version},<{'.'.join(upper)}"


def _from_conda_term(term: str) -> str:
    term = " ".join(term.split())
    if term.startswith(("==", "<", ">", "!", "~")):
        return _without_build(term)
    fuzzy = term.startswith("=")
    version = _without_build(term.removeprefix("=").strip())
    if version in ("", "*"):
        return ""
    if fuzzy or version.endswith("*"):
        return f"=={version.rstrip('*').rstrip('.')}.*"
    return f"=={version}"


def _without_build(term: str) -> str:
    """`==1.39.0` for `==1.39.0=py_0` and `==1.39.0 py_0`."""
    operator = term[: len(term) - len(term.lstrip(_OPERATORS))]
    version = term.removeprefix(operator).strip()
    return operator + version.split("=")[0].split(" ")[0]
