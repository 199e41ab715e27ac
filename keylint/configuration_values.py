"""What each key of the configuration may hold, and how its TOML value becomes a setting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.patterns import LONGEST_LIST, MOST_PATTERNS, parse_pattern
from keylint.settings import BY_EVIDENCE, FixHelper, WidgetFunction

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

FIX_STRATEGIES = ("auto", "persist", "shadow", "keep-alive")
UNKEYED = ("info", BY_EVIDENCE)

_DOTTED_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
# Python writes no number of thousands of digits, though it reads one in hexadecimal.
_LARGEST_SHOWN = 1 << 64
_HELPER = re.compile(r"((?:[^\W\d]\w*/)*[^\W\d]\w*\.py):([^\W\d]\w*)")
_DRAWS = re.compile(r"([^\W\d]\w*):([^\W\d]\w*)")


class UnfitValueError(Exception):
    """A value does not fit its key. The message goes on after the name of the key: `must be true or false`."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of other layers that a configuration may use."""

    codes: Collection[str]
    output_formats: Collection[str]
    widget_commands: Callable[[], Collection[str]]  # asked by few configurations, and slow to answer


def nearest(word: str, known: Collection[str]) -> str:
    """The one of `known` that is spelled most like `word`."""
    import difflib  # noqa: PLC0415 -- only a mistake needs it

    return difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.0)[0]


def selector_problem(selector: str, codes: Collection[str]) -> str | None:
    """Why `selector` is neither ALL nor a rule's code nor the beginning of one, as the end of a sentence; else None."""
    if selector == "ALL" or (selector and any(code.startswith(selector) for code in codes)):
        return None
    return f"names {selector!r}, which is no rule and no beginning of one; the nearest is {nearest(selector, codes)!r}"


def _text(value: object, _vocabulary: Vocabulary) -> str:
    if not isinstance(value, str) or not value:
        raise UnfitValueError(f"must be a text in quotes, not {_shown(value)}")
    if "\0" in value:
        raise UnfitValueError(f"must have no null characters, as {_shown(value)} has")
    return value


def _texts(value: object, vocabulary: Vocabulary) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnfitValueError(f'must be a list of texts, as in ["a", "b"], not {_shown(value)}')
    return tuple(_text(item, vocabulary) for item in value)


def _selectors(value: object, vocabulary: Vocabulary) -> tuple[str, ...]:
    selectors = _texts(value, vocabulary)
    for selector in selectors:
        if problem := selector_problem(selector, vocabulary.codes):
            raise UnfitValueError(problem)
    return selectors


def _one_of(words: Collection[str], value: object, vocabulary: Vocabulary) -> str:
    word = _text(value, vocabulary)
    if word not in words:
        raise UnfitValueError(f"must be one of {', '.join(words)}, not {word!r}")
    return word


def _severity(value: object, vocabulary: Vocabulary) -> Severity:
    labels = [severity.label for severity in sorted(Severity, reverse=True)]
    return Severity.parse(_one_of(labels, value, vocabulary))


def _output_format(value: object, vocabulary: Vocabulary) -> str:
    return _one_of(vocabulary.output_formats, value, vocabulary)


def _fix_strategy(value: object, vocabulary: Vocabulary) -> str:
    return _one_of(FIX_STRATEGIES, value, vocabulary)


def _fix_helper(value: object, vocabulary: Vocabulary) -> FixHelper:
    text = _text(value, vocabulary)
    match = _HELPER.fullmatch(text)
    if match is None:
        raise UnfitValueError(f'must be "file:function", as in "state.py:kept", not {text!r}')
    return FixHelper(file=match[1], name=match[2])


def _unkeyed(value: object, vocabulary: Vocabulary) -> str:
    return _one_of(UNKEYED, value, vocabulary)


def _flag(value: object, _vocabulary: Vocabulary) -> bool:
    if not isinstance(value, bool):
        raise UnfitValueError(f"must be true or false, not {_shown(value)}")
    return value


def _job_count(value: object, _vocabulary: Vocabulary) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise UnfitValueError(f"must be a whole number from 1, not {_shown(value)}")
    return value


def _version_range(value: object, vocabulary: Vocabulary) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise UnfitValueError(f'must be a text in quotes, as in ">=1.50", not {_shown(value)}')
    return _text(value, vocabulary)


def _dotted_names(value: object, vocabulary: Vocabulary) -> tuple[str, ...]:
    names = _texts(value, vocabulary)
    for name in names:
        _check_dotted_name(name)
    return names


def _per_file_ignores(value: object, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    ignores = _table(value, '{"pages/*.py" = ["KEY103"]}')
    _require_countable(ignores)
    for pattern in ignores:
        if parse_pattern(pattern) is None:
            raise UnfitValueError(f"names {pattern!r}, which is not a pattern; write patterns as in a .gitignore file")
    return {pattern: _selectors_for(pattern, selectors, vocabulary) for pattern, selectors in ignores.items()}


def _patterns(value: object, vocabulary: Vocabulary) -> tuple[str, ...]:
    texts = _texts(value, vocabulary)
    _require_countable(texts)
    return texts


def _require_countable(patterns: Collection[str]) -> None:
    if len(patterns) > MOST_PATTERNS:
        raise UnfitValueError(f"has {len(patterns):,} patterns; {MOST_PATTERNS:,} are the most that are read")
    if sum(map(len, patterns)) > LONGEST_LIST:
        raise UnfitValueError(
            f"has patterns of more than {LONGEST_LIST:,} characters, which are the most that are read"
        )


def _selectors_for(pattern: str, selectors: object, vocabulary: Vocabulary) -> tuple[str, ...]:
    try:
        return _selectors(selectors, vocabulary)
    except UnfitValueError as unfit:
        raise UnfitValueError(f"for {pattern!r} {unfit}") from None


def _widget_functions(value: object, vocabulary: Vocabulary) -> dict[str, WidgetFunction]:
    functions = {}
    for name, draws in _leaves(_table(value, '{"acme_ui.field" = "text_input:key"}')):
        _check_dotted_name(name)
        match = _DRAWS.fullmatch(draws) if isinstance(draws, str) else None
        if match is None:
            raise UnfitValueError(f'for {name!r} must be "command:key parameter", as in "text_input:key"')
        commands = vocabulary.widget_commands()
        if match[1] not in commands:
            close = nearest(match[1], commands)
            raise UnfitValueError(f"for {name!r} names {match[1]!r}, which is no widget; the nearest is {close!r}")
        functions[name] = WidgetFunction(command=match[1], key_parameter=match[2])
    return functions


def _table(value: object, example: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnfitValueError(f"must be a table, as in {example}, not {_shown(value)}")
    return value


def _leaves(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """TOML reads `acme_ui.field = …` without quotes as a table in a table; both spellings mean the same here."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _check_dotted_name(name: str) -> None:
    if _DOTTED_NAME.fullmatch(name) is None:
        raise UnfitValueError(f"names {name!r}; write functions as package.function")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and abs(value) > _LARGEST_SHOWN:
        return "a number as large as that"
    return repr(value) if isinstance(value, (int, float, str)) else "a date or a time"


READERS: Mapping[str, Callable[[object, Vocabulary], object]] = {
    "select": _selectors,
    "ignore": _selectors,
    "extend-select": _selectors,
    "min-severity": _severity,
    "target-streamlit": _version_range,
    "output-format": _output_format,
    "baseline": _text,
    "exclude": _patterns,
    "include-generated": _flag,
    "per-file-ignores": _per_file_ignores,
    "entrypoints": _texts,
    "widget-functions": _widget_functions,
    "persist-functions": _dotted_names,
    "fix-strategy": _fix_strategy,
    "fix-helper": _fix_helper,
    "unkeyed": _unkeyed,
    "jobs": _job_count,
    "cache": _flag,
}
"""By key of the configuration: what makes a setting of its value, or raises UnfitValueError."""
