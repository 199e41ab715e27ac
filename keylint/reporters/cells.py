"""Text as a terminal shows it: what can be seen of it, and how many cells it takes."""

from __future__ import annotations

import json
import re

TAB_STOP = 4

# Control characters would act on the terminal instead of showing, bidirectional ones reorder what is around them, and
# what takes no room at all can hide a text in another one.
_HIDDEN = (
    r"\x80-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff"
    r"\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# A joiner makes one sign of several emoji; elsewhere it hides.
_JOINER = r"(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
_INVISIBLE = re.compile(rf"[\x00-\x1f\x7f{_HIDDEN}]|{_JOINER}")
_INVISIBLE_IN_JSON = re.compile(rf"[\x7f{_HIDDEN}]|{_JOINER}|(?<=\#)\#(?=\[)")
_COMMAND = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*:)(?=:[a-z])|(\#)(?=\#\[)", re.MULTILINE | re.IGNORECASE)


def visible(text: str) -> str:
    """The text with a visible sign for each character that is none; as many characters as before."""
    return text if text.isprintable() and text.isascii() else _INVISIBLE.sub(_sign, text)


def escaped(document: str) -> str:
    """A JSON document with escapes for what `visible` replaces, and without what a build server takes for a command."""
    return _INVISIBLE_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1] if found[0] != "#" else "\\u0023", document)


def inert(text: str) -> str:
    """Lines for people of which a build server that reads along takes none for a command."""
    return _COMMAND.sub(r"\g<0> ", text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def width(text: str) -> int:
    """How many cells a terminal takes for `text`, which has no control characters."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 -- most text does without its tables

    return cell_len(text)


def expand_tabs(line: str) -> tuple[str, list[int]]:
    """The visible line with its tabs as spaces, and for each column of `line`, from 0, where it stands in the result.

    The list has one more entry, for the end of the line.
    """
    pieces: list[str] = []
    starts: list[int] = []
    length = cells = 0
    for character in line:
        piece = " " * (TAB_STOP - cells % TAB_STOP) if character == "\t" else visible(character)
        starts.append(length)
        pieces.append(piece)
        length += len(piece)
        cells += width(piece)
    return "".join(pieces), [*starts, length]
