"""Lines of styled text, and their two forms: plain, and with the colours and links of a terminal.

Whatever a line says, in both of them it is one line that a terminal shows and does not obey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from keylint.reporters.cells import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


class Piece(NamedTuple):
    """A run of text in one style, a key of STYLES; "" for the terminal's own. `link` is where a click on it leads."""

    text: str
    style: str = ""
    link: str = ""


Line = tuple[Piece, ...]

# Only the sixteen colours that every theme chooses for itself.
STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "key": "bold magenta",
    "path": "bold",
    "gutter": "blue",
    "secondary": "cyan",
    "note": "bold",
}


def plain(lines: Iterable[Line]) -> str:
    """The text alone, without trailing blanks."""
    return "".join(visible("".join(piece.text for piece in line)).rstrip() + "\n" for line in lines)


def coloured(lines: Iterable[Line], *, links: bool = False) -> str:
    """The text with ANSI escape sequences for its styles, and with `links` for what a click leads to."""
    # Slow to import, and only a terminal needs it.
    from rich.color import ColorSystem  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    styles = {name: Style.parse(definition) for name, definition in STYLES.items()}
    unstyled = Style.null()

    def ansi(piece: Piece) -> str:
        text = styles.get(piece.style, unstyled).render(visible(piece.text), color_system=ColorSystem.STANDARD)
        return f"\x1b]8;;{visible(piece.link)}\x1b\\{text}\x1b]8;;\x1b\\" if links and piece.link else text

    return "".join("".join(map(ansi, line)) + "\n" for line in lines)
