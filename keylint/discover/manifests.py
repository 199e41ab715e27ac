"""What the manifest of a project says about Streamlit: pyproject.toml, Pipfile, setup.cfg, setup.py, environment.yml.

Each reader takes the text of its file and returns the constraints in it: none when the file does not name Streamlit,
"" for each mention without a version.
"""

from __future__ import annotations

import ast
import warnings

from keylint.discover.constraints import from_conda, from_poetry
from keylint.discover.documents import parse_toml, table, texts
from keylint.discover.requirement_files import PACKAGE, constraints_of, package_name


def constraints_in_pyproject(text: str) -> list[str]:
    """The dependencies of the project (also Poetry's); those of extras and groups only when the project has none."""
    document = parse_toml(text)
    required = constraints_of(texts(table(document, "project").get("dependencies")))
    required += _poetry_constraints(table(document, "tool", "poetry", "dependencies"))
    if required:
        return required
    optional: list[str] = []
    for group in (
        *table(document, "project", "optional-dependencies").values(),
        *table(document, "dependency-groups").values(),
    ):
        optional += constraints_of(texts(group))
    for group in table(document, "tool", "poetry", "group").values():
        optional += _poetry_constraints(table(group, "dependencies"))
    return optional + _poetry_constraints(table(document, "tool", "poetry", "dev-dependencies"))


def constraints_in_pipfile(text: str) -> list[str]:
    document = parse_toml(text)
    return _poetry_constraints(table(document, "packages")) or _poetry_constraints(table(document, "dev-packages"))


def constraints_in_setup_cfg(text: str) -> list[str]:
    import configparser  # noqa: PLC0415 -- few projects have such a file

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return []
    required = constraints_of(parser.get("options", "install_requires", fallback="").splitlines())
    if required or not parser.has_section("options.extras_require"):
        return required
    return constraints_of(line for _, lines in parser.items("options.extras_require") for line in lines.splitlines())


def constraints_in_setup_py(text: str) -> list[str]:
    """From `install_requires` where it is a literal, in the call of `setup` or bound to a name. Nothing is executed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about invalid escapes in the file; not ours to report
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    bound = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: list[str] = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not _is_setup(call.func):
            continue
        for keyword in call.keywords:
            value = bound.get(keyword.value.id) if isinstance(keyword.value, ast.Name) else keyword.value
            if keyword.arg == "install_requires" and isinstance(value, (ast.List, ast.Tuple)):
                items = [item.value for item in value.elts if isinstance(item, ast.Constant)]
                found += constraints_of(item for item in items if isinstance(item, str))
    return found


def constraints_in_environment(text: str) -> list[str]:
    """From the list of a conda environment, by line: `- streamlit=1.39.0`; below `- pip:` stand requirements."""
    found: list[str] = []
    pip_indent: int | None = None
    for line in text.splitlines():
        content = line.split(" #")[0].strip()
        indent = len(line) - len(line.lstrip())
        if not content.startswith("- "):
            continue
        if pip_indent is not None and indent <= pip_indent:
            pip_indent = None
        item = content[2:].strip().strip("\"'")
        if item.replace(" ", "") == "pip:":
            pip_indent = indent
        elif pip_indent is not None:
            found += constraints_of([item])
        else:
            match_spec = item.rpartition("::")[2]
            if package_name(match_spec) == PACKAGE:
                found.append(from_conda(match_spec[len(PACKAGE) :]))
    return found


def _poetry_constraints(dependencies: dict[str, object]) -> list[str]:
    """From a table of names to a version, to a table with a version, or to a list of these."""
    found: list[str] = []
    for name, value in dependencies.items():
        if name.lower() != PACKAGE:
            continue
        for variant in value if isinstance(value, list) else [value]:
            version = table(variant).get("version", "") if isinstance(variant, dict) else variant
            found.append(from_poetry(version) if isinstance(version, str) else "")
    return found


def _is_setup(function: ast.expr) -> bool:
    """Whether it is `setup`, `setuptools.setup` or `distutils.core.setup`."""
    names: list[str] = []
    while isinstance(function, ast.Attribute) and len(names) < 3:
        names.insert(0, function.attr)
        function = function.value
    if not isinstance(function, ast.Name):
        return False
    return ".".join((function.id, *names)) in ("setup", "setuptools.setup", "distutils.core.setup")
