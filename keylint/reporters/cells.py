"""Text as a terminal shows it: what can be seen of it, and how many cells it takes."""

from __future__ import annotations

TAB_STOP = 4

# Control characters would act on the terminal instead of showing, and bidirectional ones reorder what is around them.
_INVISIBLE = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x7F: "\u2421"}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}")
)


def visible(text: str) -> str:
    """The text with a visible sign for each control character; as many characters as before."""
    return text if text.isascii() and text.isprintable() else text.translate(_INVISIBLE)


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
