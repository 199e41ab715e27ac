"""`python -m keylint`, and the `keylint` command."""

from __future__ import annotations

from keylint.cli.main import keylint


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    keylint.main(prog_name="keylint")


if __name__ == "__main__":
    main()
