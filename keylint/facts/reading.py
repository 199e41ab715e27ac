"""The facts of a file's bytes, whoever asks: this process or a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.errors import KeylintError, SourceError, UnreadError
from keylint.facts.codec import encode
from keylint.faults import described

if TYPE_CHECKING:
    from keylint.facts.module import ModuleFacts


def read_facts(data: bytes) -> ModuleFacts | SourceError:
    """The facts of a file's bytes, or what is wrong with them."""
    # The parsers are not for a run that finds everything in the cache.
    from keylint.facts.extract import extract  # noqa: PLC0415
    from keylint.facts.source import decode  # noqa: PLC0415

    try:
        return extract(decode(data))
    except SourceError as error:
        return error
    except KeylintError:  # no fault of the file
        raise
    except Exception as error:  # the other files shall not be lost with this one
        return UnreadError(described(error))


def read_encoded(data: bytes) -> bytes | SourceError:
    """The same, with the facts as the cache keeps them."""
    outcome = read_facts(data)
    return outcome if isinstance(outcome, SourceError) else encode(outcome)
