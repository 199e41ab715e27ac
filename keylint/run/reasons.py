"""Why something could not be followed, where the reason has a fixed meaning. The value is what the user reads."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """A reason of an unknown. Code compares members; texts are for people."""

    PAGE_TOO_LONG = "this page was not analysed to its end: its run is too long to follow"
    MODULE_TOO_LONG = "this module was not analysed to its end: running it is too long to follow"
    MODULE_NOT_ANALYSED = "this page imports a module that was not analysed to its end"
    NO_ENTRYPOINT = "no entrypoint of the pages in this folder was found; each was run by itself"
    PAGE_UNREADABLE = "this page was not analysed: its file cannot be read"
    PAGE_COMPUTED = "this page was not analysed: its file or function is known only when the app runs"
    PAGE_NEVER_RUN = "this page was not analysed: the entrypoint never comes to run it"
    PAGES_COMPUTED = "pages were not analysed: which there are is known only when the app runs"
    UNREADABLE_MODULE = "this imports a file that cannot be read; its widgets are not seen"
    UNKNOWN_KEY_PARAMETER = "a call that takes a key, of something that keylint cannot follow"
    HANDED_ON = "a part of the page or session state is handed to something that keylint cannot follow"
    DECORATED = "this has widgets, and only its decorator can call it, which keylint cannot follow"
    DRAWS_ELSEWHERE = "a function with widgets or session state is handed to something that keylint cannot follow"
    UNKNOWN_FUNCTION = "what is called here is known only when the app runs"
    UNKNOWN_ITEMS = "a loop over functions or objects with widgets, of which not all are known"
    UNKNOWN_ENTRY = "which of these functions with widgets is called, is known only when the app runs"
    UNKNOWN_METHOD = "a method that keylint cannot find, of a class or object with widgets"
    UNKNOWN_ATTRIBUTE = "which part of Streamlit or of the app this is, is known only when the app runs"
    UNKNOWN_CALLBACK = "a callback that keylint cannot follow"
    DRAWN_IN_CACHE = "a cached function has widgets; its body is not followed"
    RECURSION = "a function with widgets or session state calls itself; only the first two calls are followed"
    CALLS_IN_CIRCLES = "functions with widgets that call each other in circles; only the first calls are followed"
    CALLS_TOO_DEEP = "calls within calls are too deep to follow further"
    LONG_LITERAL = "a list, tuple, set or dict of more than 10,000 elements; what it holds is not read"
    OUTGROWN = "a value that grows too large to be followed; only where it comes from is known from here on"
    COMPUTED_MODULE = "a module whose name is made while the app runs"
    COMPUTED_CODE = "code that is made while the app runs (exec)"
    FILE_RUN_BY_HAND = "a file that is run by hand, not imported, is not followed"


def page_not_found(name: str) -> str:
    """The reason for a page whose file, named `name` in the source, is not there."""
    return f"this page was not analysed: its file {name!r} does not exist, or is not among the files that are checked"


def beside_pages(entrypoint: str) -> str:
    """The reason for a script in a folder of the pages of another app, which does not name it."""
    return f"this script is beside pages of {entrypoint}, which does not name it; it was checked as an app of its own"
