"""Adds the hook to the text of a .pre-commit-config.yaml; everything else stays as it is."""

from __future__ import annotations

import re

from keylint import __version__
from keylint.errors import ConfigurationError

_HOOK = re.compile(r"^[^#]*\bid:\s*[\"']?keylint(?:-fix)?[\"']?\s*(?:[,}#]|$)", re.MULTILINE)
_REPOS = re.compile(r"^repos[ \t]*:[ \t]*(?P<none>\[[ \t]*\][ \t]*)?(?P<comment>#.*)?$")
_ITEM = re.compile(r"^(?P<indent> *)-(?: |$)")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |\r?$)", re.MULTILINE)
# What a check depends on: sources, configuration, requirements, the baseline.
FILES = (
    r"(\.(py|toml|lock|cfg|ya?ml|jsonl)|(^|/)(requirements[^/]*|requirements/[^/]*|reqs)\.(txt|in)"
    r"|(^|/)(Pipfile|Dockerfile|Containerfile))$"
)


def has_hook(text: str) -> bool:
    """Whether the hook is there, wherever it comes from."""
    return _HOOK.search(text) is not None


def with_hook(text: str, entry: str, name: str, *, is_released: bool) -> str:
    """The text with a hook that runs `entry`; `name` is that of the file. One that `is_released` is installed by
    pre-commit from the package index, else the hook runs what is installed already.

    Raises ConfigurationError where it can only be added by hand.
    """
    if _CONFLICT.search(text):
        raise ConfigurationError(f"{name}: has the marks of a merge conflict; resolve it, and run keylint again")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    start = next((number for number, line in enumerate(lines) if _REPOS.match(line)), None)
    if start is None:
        if re.search(r"^[\"']?repos\b|^\{|^\.\.\.", text, re.MULTILINE):
            raise ConfigurationError(f"{name}: cannot be extended; add the hook to its repos by hand: {entry}")
        return newline.join([*_ended(lines), "repos:", *_lines("  ", entry, is_released=is_released), ""])
    found = _REPOS.match(lines[start])
    if found is not None and found["none"]:
        lines[start] = " ".join(filter(None, ("repos:", found["comment"])))
    last, indent = start, None
    for number in range(start + 1, len(lines)):
        line = lines[number]
        item = _ITEM.match(line)
        if line[:1] not in ("", " ", "#", "-") or line.startswith("---"):
            break
        if indent is None and item is not None:
            indent = item["indent"]
        if line.strip() and not line.lstrip().startswith("#"):
            last = number
    gap = [""] if "" in lines[start + 1 : last] else []
    rest = lines[last + 1 :] or [""]
    hook = _lines("  " if indent is None else indent, entry, is_released=is_released)
    return newline.join([*lines[: last + 1], *gap, *hook, *rest])


def _ended(lines: list[str]) -> list[str]:
    """The lines of a text, the last of which is ended."""
    return lines[:-1] if not lines[-1] else lines


def _lines(indent: str, entry: str, *, is_released: bool) -> list[str]:
    released = ["      language: python", f'      additional_dependencies: ["keylint=={__version__}"]']
    hook = [
        "- repo: local",
        "  hooks:",
        "    - id: keylint",
        "      name: keylint",
        f"      entry: {entry}",
        *(released if is_released else ["      language: system"]),
        f"      files: '{FILES}'",
        "      pass_filenames: false",
        "      require_serial: true",
    ]
    return [f"{indent}{line}" for line in hook]
