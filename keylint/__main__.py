"""`python -m keylint`, and the `keylint` command."""

from __future__ import annotations

import gc
import os
import sys

from keylint.errors import INTERRUPTED
from keylint.isolation import import_only_what_is_installed


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    import_only_what_is_installed()
    try:
        from keylint.cli.main import keylint  # noqa: PLC0415 -- not before it is known from where

        # A run makes millions of values and next to no cycles: looking for them takes a sixth of it, for two percent.
        gc.disable()
        keylint.main(prog_name="keylint")
    except KeyboardInterrupt:  # while all of that is imported
        _end_interrupted()
    except SystemExit as error:
        if error.code == INTERRUPTED:
            _end_interrupted()
        raise


def _end_interrupted() -> None:
    """Ends the process at once: a thread that parses or runs an app knows nothing of the interrupt, and the process
    would be aborted when it is torn out of native code."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
