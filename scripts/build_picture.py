"""Writes docs/demo.svg: what keylint says on a terminal about the app that comes with it.

    python scripts/build_picture.py            # after a message has changed
    python scripts/build_picture.py --check    # exit status 1 when the picture shows something else

It is a real run, on a terminal of its own. The picture loads nothing from elsewhere. Needs a system with terminals: not
Windows.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "demo.svg"
COLUMNS = 108
COPY = ["demo", "--copy", "coffee"]
COMMAND = ["check", "coffee", "--select", "KEY101,KEY102"]


def printed_on_terminal() -> str:
    """What the command prints on a terminal, with its colours."""
    import pty  # noqa: PLC0415 - there is none on Windows

    with tempfile.TemporaryDirectory() as folder:
        environment = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        program = [sys.executable, "-m", "keylint"]
        subprocess.run([*program, *COPY], cwd=folder, env=environment, check=True, capture_output=True)
        ours, theirs = pty.openpty()
        with subprocess.Popen([*program, *COMMAND], cwd=folder, env=environment, stdout=theirs, stderr=theirs) as run:
            os.close(theirs)
            parts = []
            with contextlib.suppress(OSError):  # on Linux, how a terminal ends
                while part := os.read(ours, 65536):
                    parts.append(part)
        os.close(ours)
        if run.returncode != 1:
            raise RuntimeError(b"".join(parts).decode())
    text = b"".join(parts).decode().replace("\r\n", "\n")
    return re.sub(r"\x1b\[K|[^\n]*\r", "", text)  # progress, which is not there in the end


def picture(printed: str) -> str:
    """The SVG of a terminal that shows the command and what it printed."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    console.print(Text.assemble(("$ ", "bold green"), " ".join(["keylint", *COMMAND])))
    console.print()
    console.print(Text.from_ansi(printed))
    svg = console.export_svg(title="keylint", unique_id="keylint")
    # Rich names a font on a server; any font with fixed widths will do.
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def shown(svg: str) -> list[str]:
    """The lines of text in a picture, whatever it looks like: a newer Rich may draw it differently."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for attributes, content in re.findall(r"<text ([^>]*)>([^<]*)</text>", svg):
        at = {axis: float(number) for axis, number in re.findall(r'\b([xy])="([\d.]+)"', attributes)}
        if "clip-path" in attributes:
            rows.setdefault(at["y"], []).append((at["x"], html.unescape(content).replace("\xa0", " ")))
    return ["".join(content for _, content in sorted(row)).rstrip() for _, row in sorted(rows.items())]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Writes the picture of the README.")
    parser.add_argument("--check", action="store_true", help="only compare, and say what differs")
    options = parser.parse_args(arguments)
    svg = picture(printed_on_terminal())
    if not options.check:
        PICTURE.write_text(svg, encoding="utf-8", newline="\n")
        return 0
    if shown(svg) == shown(PICTURE.read_text(encoding="utf-8")):
        return 0
    print("docs/demo.svg does not show what keylint prints: run python scripts/build_picture.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
