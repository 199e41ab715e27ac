"""Says whether this checkout may be released under a tag, and what has to be done first.

    python scripts/check_release.py v0.1.0

Prints a line for each thing that is missing: then the exit status is 1. Needs Python 3.11 and nothing else.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent

# What PyPI shows beside the README, and what else depends on it.
URLS = {
    "Documentation": "the address of the folder docs/, where the codes of rules lead on a terminal",
    "Source": "the address of the repository, where the links of the README lead on PyPI",
    "Changelog": "the address of CHANGELOG.md",
    "Issues": "where to report a problem",
}


def obstacles(root: Path, tag: str) -> list[str]:
    """What forbids to release the checkout `root` as `tag`, each as a line that says what to do."""
    found = []
    version = package_version(root)
    if tag != f"v{version}":
        found.append(f"the tag is {tag} and the version {version}: tag v{version}, or change keylint/__init__.py")
    heading = re.search(r"^## .*$", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    first = heading[0] if heading else "nothing"
    if not re.fullmatch(rf"## {re.escape(version)}, \d{{4}}-\d\d-\d\d", first):
        found.append(f'CHANGELOG.md starts with "{first}": write "## {version}, " and the day of the release')
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    urls = project.get("urls", {})
    found += [
        f'pyproject.toml names no {label}: add {label} = "https://…" to [project.urls], {meaning}'
        for label, meaning in URLS.items()
        if not urls.get(label, "").startswith("https://")
    ]
    found += [
        f"{name} says {mark}: write the address of the repository, or its name on GitHub"
        for name in ("README.md", "docs/ci.md")
        for mark in ("ADDRESS", "OWNER")
        if re.search(rf"\b{mark}\b", (root / name).read_text(encoding="utf-8"))
    ]
    return found


def package_version(root: Path) -> str:
    """The version that the package has, read and not imported."""
    found = re.search(r'^__version__ = "(.+)"$', (root / "keylint" / "__init__.py").read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError("keylint/__init__.py has no line __version__ = …")
    return found[1]


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description="Says whether this checkout may be released.")
    parser.add_argument("tag", help="the tag of the release, such as v0.1.0")
    found = obstacles(root, parser.parse_args(arguments).tag)
    print("\n".join(found) if found else "This checkout may be released.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
