"""Prints what the keyed commands of the installed Streamlit take, as JSON. Run it with any Python that has a Streamlit.

    python scripts/describe_streamlit.py > 1.67.0.json

Signatures come from introspection, with those defaults that are plain constants. Two facts are read from the source of
the element modules, because only the code says them: the argument `key_as_main_identity` of the call that computes the
identity, and `writes_allowed=False`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
from pathlib import Path
from typing import Any

# Widgets with a key in st.session_state on every release, also on those that let nobody choose it.
KEYLESS_WIDGETS = frozenset({"form_submit_button"})


def describe() -> dict[str, Any]:
    """The release, its public names and, per keyed command, its signature and what its source says of identity and
    writes.

    Raises ImportError when Streamlit is not installed.
    """
    streamlit = importlib.import_module("streamlit")
    methods = importlib.import_module("streamlit.delta_generator").DeltaGenerator
    names = [name for name in sorted(vars(streamlit)) if not name.startswith("_")]
    names = [name for name in names if not inspect.ismodule(getattr(streamlit, name))]
    commands = {}
    for name in names:
        command = getattr(streamlit, name)
        if inspect.isclass(command) or not callable(command):
            continue
        description = describe_command(name, command, methods)
        if description is not None:
            commands[name] = description
    return {"version": streamlit.__version__, "names": names, "commands": commands}


def describe_command(name: str, command: Any, methods: type) -> dict[str, Any] | None:
    """The description of one command, or None when it takes no `key` and is no widget without one."""
    try:
        parameters = inspect.signature(command).parameters
    except (TypeError, ValueError):
        return None
    if "key" not in parameters and name not in KEYLESS_WIDGETS:
        return None
    by_kind = inspect.Parameter
    calls = [call for function in reachable(name, command, methods) for call in calls_in(function)]
    return {
        "positional": [
            each.name
            for each in parameters.values()
            if each.kind in (by_kind.POSITIONAL_ONLY, by_kind.POSITIONAL_OR_KEYWORD) and each.name != "self"
        ],
        "keyword_only": [each.name for each in parameters.values() if each.kind is by_kind.KEYWORD_ONLY],
        "key_required": "key" in parameters and parameters["key"].default is by_kind.empty,
        "defaults": {
            each.name: each.default for each in parameters.values() if isinstance(each.default, (bool, int, float, str))
        },
        "key_as_main_identity": sorted(
            {ast.unparse(word.value) for call in calls for word in call.keywords if word.arg == "key_as_main_identity"}
        ),
        "writes_allowed": not any(
            word.arg == "writes_allowed" and isinstance(word.value, ast.Constant) and word.value.value is False
            for call in calls
            for word in call.keywords
        ),
    }


def reachable(name: str, command: Any, methods: type) -> list[ast.AST]:
    """The syntax trees of the command and of the private element methods that it calls, directly or not."""
    found: dict[str, ast.AST] = {}
    waiting = [(name, getattr(methods, name, command))]
    while waiting:
        current, function = waiting.pop()
        if current in found:
            continue
        function = inspect.unwrap(function)
        # Not `__module__`: below 1.60 that of every method is the module of the class.
        if not (inspect.isfunction(function) and "elements" in Path(function.__code__.co_filename).parts):
            continue
        source = inspect.getsource(function)
        # Not `textwrap.dedent`: a docstring may have lines that are not indented.
        found[current] = tree = ast.parse(f"if True:\n{source}" if source[0].isspace() else source)
        called = {call.func.attr for call in calls_in(tree) if isinstance(call.func, ast.Attribute)}
        waiting += [(each, getattr(methods, each)) for each in called if is_private(each) and hasattr(methods, each)]
    return list(found.values())


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def calls_in(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


if __name__ == "__main__":
    print(json.dumps(describe(), indent=1))
