from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from keylint.discover.imports import ModuleName, imported_modules, named_files, resolve_module


def _scan(source: str | bytes) -> set[tuple[int, str]]:
    data = source.encode() if isinstance(source, str) else source
    return {(module.level, module.dotted) for module in imported_modules(data)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a", {(0, "a")}),
        ("import a.b as c, d", {(0, "a"), (0, "a.b"), (0, "d")}),
        ("from a.b import c as x, d", {(0, "a.b"), (0, "a.b.c"), (0, "a.b.d")}),
        ("from . import a", {(1, ""), (1, "a")}),
        ("from .import a", {(1, ""), (1, "a")}),
        ("from ..x.y import a", {(2, "x.y"), (2, "x.y.a")}),
        ("from.x import(a)", {(1, "x"), (1, "x.a")}),
        ("from ... import a", {(3, ""), (3, "a")}),
        ("from a import *", {(0, "a")}),
        ("from a import (\n  b,  # one (1)\n  c as d,\n)\nimport e", {(0, "a"), (0, "a.b"), (0, "a.c"), (0, "e")}),
        ("from a \\\n  import b, \\\n  c", {(0, "a"), (0, "a.b"), (0, "a.c")}),
        ("from a \\\r\n  import b\r\nimport c\r\n", {(0, "a"), (0, "a.b"), (0, "c")}),
        ("import a\rimport b", {(0, "a"), (0, "b")}),
        ("try: import a\nexcept ImportError: from b import c", {(0, "a"), (0, "b"), (0, "b.c")}),
        ("import a; import b  # import c", {(0, "a"), (0, "b"), (0, "c")}),
        ("\ufeffimport a", {(0, "a")}),
        ("import größe.maß", {(0, "größe"), (0, "größe.maß")}),
        ("\timport\ta", {(0, "a")}),
        ("m = importlib.import_module('a.b')", {(0, "a.b")}),
        ("m = import_module(\n    '.a', package=__package__)", {(1, "a")}),
        ("m = __import__('a')", {(0, "a")}),
        ("m = import_module(name)", set()),
        ("important = reimport(a)", set()),
    ],
)
def test_import_statements(source: str, expected: set[tuple[int, str]]) -> None:
    assert _scan(source) == expected


def test_no_import_of_real_code_escapes_the_scan() -> None:
    """Compared with Python's own parser, on the standard library's most varied modules."""
    for path in sorted(Path(ast.__file__).parent.glob("*.py"))[:120]:
        data = path.read_bytes()
        scanned = imported_modules(data)
        for node in ast.walk(ast.parse(data)):
            if isinstance(node, ast.Import):
                assert {ModuleName(name.name) for name in node.names} <= scanned, path
            elif isinstance(node, ast.ImportFrom):
                assert ModuleName(node.module or "", node.level) in scanned, path
                inner = {f"{node.module}.{name.name}" if node.module else name.name for name in node.names} - {
                    f"{node.module}.*"
                }
                assert {ModuleName(name, node.level) for name in inner} <= scanned, path


@pytest.mark.parametrize(
    "source", [b"", b"import", b"from", b"import (", b"from a import (b", b"\0import\0", b"\xff\xfe" * 9]
)
def test_broken_sources_do_no_harm(source: bytes) -> None:
    assert all(isinstance(module, ModuleName) for module in imported_modules(source))
    assert named_files(source) == frozenset()


@pytest.mark.parametrize(
    "source",
    [
        b"from a import (\n" + b"    b,  # one (of\n" * 20_000,
        b"import a; from b import c; " * 20_000,
        b"from" + b" " * 20_000 + b")import",
        b"x = 'a.py' + " * 20_000,
        b"import (" * 20_000,
    ],
    ids=["never closed", "one line", "spaces", "paths", "parentheses"],
)
def test_the_scan_takes_time_in_proportion_to_the_file(source: bytes) -> None:
    start = time.process_time()
    imported_modules(source)
    named_files(source)

    assert time.process_time() - start < 2


def test_packages_around_a_module() -> None:
    assert list(ModuleName("a.b.c").packages()) == [ModuleName("a"), ModuleName("a.b")]
    assert list(ModuleName("a").packages()) == []
    assert list(ModuleName("a.b", 1).packages()) == [ModuleName("", 1), ModuleName("a", 1)]
    assert list(ModuleName("", 1).packages()) == []


def test_named_files() -> None:
    source = (
        b"st.Page('views/a.py'), st.Page(\"views/b c.py\"), 'x.pyc', \"views\\\\d.py\", r'views\\e.py', "
        + "'🔥.py', '".encode()
        + b"\n.py'"
    )

    assert named_files(source) == {"views/a.py", "views/b c.py", "views/d.py", "views/e.py", "🔥.py"}


ROOT = Path("/project")
EXISTING = {
    ROOT / name
    for name in ("app.py", "ui/__init__.py", "ui/forms.py", "ui.py", "views/home.py", "src/core/keys.py", "views/ui.py")
}


@pytest.mark.parametrize(
    ("dotted", "level", "importer", "expected"),
    [
        ("ui", 0, "app.py", "ui/__init__.py"),
        ("ui.forms", 0, "app.py", "ui/forms.py"),
        ("ui.forms.field", 0, "app.py", None),
        ("core.keys", 0, "app.py", "src/core/keys.py"),
        ("views.home", 0, "app.py", "views/home.py"),
        ("views", 0, "app.py", None),
        ("nowhere", 0, "app.py", None),
        ("", 1, "ui/forms.py", "ui/__init__.py"),
        ("forms", 1, "ui/__init__.py", "ui/forms.py"),
        ("ui", 1, "views/home.py", "views/ui.py"),
        ("ui.forms", 2, "views/home.py", "ui/forms.py"),
        ("", 1, "views/home.py", None),
        ("x", 9, "views/home.py", None),
    ],
)
def test_resolve_module(dotted: str, level: int, importer: str, expected: str | None) -> None:
    found = resolve_module(dotted, level, ROOT / importer, (ROOT, ROOT / "src"), EXISTING)

    assert found == (None if expected is None else ROOT / expected)


def test_the_first_search_root_wins() -> None:
    assert resolve_module("ui", 0, ROOT / "views/home.py", (ROOT / "views", ROOT), EXISTING) == ROOT / "views/ui.py"
    assert resolve_module("ui", 0, ROOT / "views/home.py", (ROOT, ROOT / "views"), EXISTING) == ROOT / "ui/__init__.py"
