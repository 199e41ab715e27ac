"""Why a value is not known: what it is, or what it was made by."""

from __future__ import annotations

from typing import Literal

OpaqueReason = Literal[
    "a cached result",
    "a call",
    "a change",  # by the user, who calls a callback by it
    "a changed collection",
    "a collection",
    "a comprehension",
    "a computed value",
    "a copy",
    "a filtered comprehension",  # a list, with its items at other positions
    "a fixed value",  # while the process runs
    "a formatted value",
    "a generator",
    "a key of session state",
    "a list with more in front",
    "a long literal",
    "a missing attribute",
    "a missing value",
    "a name without value",
    "a namespace",
    "a position",
    "a range",
    "a subset",
    "a value from outside",
    "a value that outgrows what is followed",
    "all of session state",
    "an argument that cannot be seen",
    "an attribute",
    "an element",
    "an exception",
    "an expression",  # of a kind that is not followed
    "an item",
    "another value on every run",
    "changes in a loop",
    "enumerated",
    "one of many values",
    "the environment",
    "what the installed Streamlit has",
    "zipped",
]
