"""Why an edit cannot be made."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 -- an outcome, not a failure
    """The source is written in a way that the repair cannot keep. `reason` is a clause that ends a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
