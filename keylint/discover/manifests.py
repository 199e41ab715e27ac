"""What the manifest of a project says about Streamlit: pyproject.toml, Pipfile, setup.cfg, setup.py.

Each reader takes the text of its file and returns the mentions in it. The line of one is that of the first text that
reads like it: the parsers of these formats give none.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.discover.conda_files import mention_of_entry, mentions_in_pixi_table
from keylint.discover.constraints import from_poetry
from keylint.discover.documents import parse_toml, table, texts
from keylint.discover.mentions import PACKAGE, Mention, first_line_with, mentions_in, of_broken

if TYPE_CHECKING:
    from collections.abc import Iterable


def mentions_in_pyproject(text: str) -> list[Mention]:
    """The dependencies of the project (also Poetry's and Pixi's); those of extras and groups only when the project has
    none."""
    document = parse_toml(text)
    if document is None:
        return of_broken(text)
    required = _mentions(text, texts(table(document, "project").get("dependencies")))
    required += _poetry_mentions(table(document, "tool", "poetry", "dependencies"), text)
    required += mentions_in_pixi_table(table(document, "tool", "pixi"), text)
    if required:
        return required
    optional: list[Mention] = []
    for group in (
        *table(document, "project", "optional-dependencies").values(),
        *table(document, "dependency-groups").values(),
    ):
        optional += _mentions(text, texts(group))
    for group in table(document, "tool", "poetry", "group").values():
        optional += _poetry_mentions(table(group, "dependencies"), text)
    return _any_of(optional + _poetry_mentions(table(document, "tool", "poetry", "dev-dependencies"), text))


def mentions_in_pipfile(text: str) -> list[Mention]:
    document = parse_toml(text)
    if document is None:
        return of_broken(text)
    required = _poetry_mentions(table(document, "packages"), text)
    return required or _poetry_mentions(table(document, "dev-packages"), text)


def mentions_in_setup_cfg(text: str) -> list[Mention]:
    import configparser  # noqa: PLC0415 -- few projects have such a file

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return of_broken(text)
    required = _mentions(text, parser.get("options", "install_requires", fallback="").splitlines())
    if required or not parser.has_section("options.extras_require"):
        return required
    extras = parser.items("options.extras_require")
    return _any_of(_mentions(text, (line for _, lines in extras for line in lines.splitlines())))


def mentions_in_setup_py(text: str) -> list[Mention]:
    """From `install_requires` where it is a literal, in the call of `setup` or bound to a name. Nothing is executed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about invalid escapes in the file; not ours to report
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return of_broken(text)
    bound = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: list[Mention] = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not _is_setup(call.func):
            continue
        for keyword in call.keywords:
            value = bound.get(keyword.value.id) if isinstance(keyword.value, ast.Name) else keyword.value
            if keyword.arg == "install_requires" and isinstance(value, (ast.List, ast.Tuple)):
                items = [(item.lineno, item.value) for item in value.elts if isinstance(item, ast.Constant)]
                found += mentions_in((line, item) for line, item in items if isinstance(item, str))
    return found


def _mentions(text: str, requirements: Iterable[str]) -> list[Mention]:
    return mentions_in((first_line_with(text, each.strip()), each) for each in requirements if PACKAGE in each.lower())


def _poetry_mentions(dependencies: dict[str, object], text: str) -> list[Mention]:
    """From a table of names to a version, to a table with a version, or to a list of these."""
    found: list[Mention] = []
    for name, value in dependencies.items():
        if name.lower() == PACKAGE:
            variants = value if isinstance(value, list) else [value]
            mentions = [mention_of_entry(variant, from_poetry, text) for variant in variants]
            found += mentions if len(mentions) == 1 else _any_of(mentions)
    return found


def _any_of(mentions: Iterable[Mention]) -> list[Mention]:
    """Of extras, groups and variants a project may take any."""
    return [replace(mention, on_condition=True) for mention in mentions]


def _is_setup(function: ast.expr) -> bool:
    """Whether it is `setup`, `setuptools.setup` or `distutils.core.setup`."""
    names: list[str] = []
    while isinstance(function, ast.Attribute) and len(names) < 3:
        names.insert(0, function.attr)
        function = function.value
    if not isinstance(function, ast.Name):
        return False
    return ".".join((function.id, *names)) in ("setup", "setuptools.setup", "distutils.core.setup")
