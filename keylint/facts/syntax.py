"""Parses a file twice: with LibCST for what it says, with the running Python for where it says it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import libcst

from keylint.errors import SourceError

if TYPE_CHECKING:
    from keylint.facts.source import Source

_TOO_DEEP = "is too deeply nested to be analysed"
# What CPython's tokenizer admits. LibCST has no limit, but takes minutes for thousands of brackets.
_MOST_BRACKETS = 200
_LIMITS_OF_PYTHON = ("too many nested parentheses", "too many levels of indentation")
_TOKEN = re.compile(
    r"""(?s:\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3})|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\#[^\r\n]*|[][(){}]""",
    re.VERBOSE,
)


def too_deep() -> SourceError:
    return SourceError(_TOO_DEEP)


def parse(source: Source) -> tuple[libcst.Module, ast.Module | None]:
    """Both trees of a file; the second is None when only LibCST can parse it, as with syntax newer than this Python.

    Raises SourceError when the file cannot be parsed or is nested too deeply.
    """
    tree: ast.Module | None = None
    complaint: SyntaxError | None = None
    try:
        tree = ast.parse(source.text)
    except SyntaxError as error:
        if error.msg in _LIMITS_OF_PYTHON:
            raise SourceError(f"{_TOO_DEEP}: {error.msg}", *_place(error)) from error
        complaint = error
    except (RecursionError, MemoryError) as error:  # both are what CPython's parser raises when its stack is full
        raise too_deep() from error
    except ValueError:
        pass  # text that no file in UTF-8 can hold, such as lone surrogates; LibCST gives the reason
    if tree is None and _deepest_brackets(source.text) > _MOST_BRACKETS:
        raise too_deep()
    return _parse_with_libcst(source.text, complaint), tree


def _parse_with_libcst(text: str, complaint: SyntaxError | None) -> libcst.Module:
    try:
        return libcst.parse_module(text)
    except libcst.ParserSyntaxError as error:
        if complaint is not None:  # Python's own words are plainer
            raise SourceError(f"cannot be parsed: {complaint.msg}", *_place(complaint)) from error
        reason = "LibCST stops here, though Python itself reads the file"
        raise SourceError(f"cannot be parsed: {reason}", error.editor_line, error.editor_column) from error
    except RecursionError as error:
        raise too_deep() from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the native parser is no Exception
        line, column = _place(complaint) if complaint else (1, 1)
        reason = complaint.msg if complaint else f"{type(error).__name__}: {error}"
        raise SourceError(f"cannot be parsed: {reason}", line, column) from error


def _place(error: SyntaxError) -> tuple[int, int]:
    return error.lineno or 1, max(error.offset or 1, 1)


def _deepest_brackets(text: str) -> int:
    depth = deepest = 0
    for token in _TOKEN.findall(text):
        if token in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in ")]}":
            depth = max(depth - 1, 0)
    return deepest
