"""The hash that stands for the content of a file wherever contents are compared between runs."""

from __future__ import annotations

from hashlib import blake2b

HASH_SIZE = 16


def hash_of_content(data: bytes | memoryview) -> str:
    """32 hexadecimal digits."""
    return blake2b(data, digest_size=HASH_SIZE).hexdigest()


def hash_of_texts(*texts: str) -> str:
    """The hash of several texts; which text ends where counts. Paths that are no valid Unicode are texts as well."""
    return hash_of_content("".join(f"{len(text)} {text}" for text in texts).encode("utf-8", "surrogatepass"))
