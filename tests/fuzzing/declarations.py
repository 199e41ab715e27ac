"""Random configuration, requirements and lock files."""

from __future__ import annotations

import json

from hypothesis import strategies as st

KEYS = (
    "select", "ignore", "extend-select", "min-severity", "target-streamlit", "output-format", "exclude",
    "per-file-ignores", "entrypoints", "widget-functions", "persist-functions", "fix-strategy", "fix-helper", "jobs", "cache", "unknown",
)  # fmt: skip
WORDS = (
    "KEY", "KEY1", "KEY101", "ALL", "error", "info", "warning", "1.67", ">=1.30,<1.60", "1.40-1.59", "json", "full",
    "app.py", "./app.py", "../app.py", "pages/", "**/*.py", "[", "[!a]", "a\\", "!*", "acme_ui.field", "text_input:key",
    "auto", "persist", "shadow", "keep-alive", "", "é", "\u202e", "*" * 60 + "b",
)  # fmt: skip
VERSIONS = (
    "", "==1.30", ">=1.30,<1.60", "~=1.40", "^1.30", "1.*", "*", "!=1.5", ">1.0,<1.0", "===1.2", "==1.30.0rc1", "latest",
    "@ git+https://example.org/x", "; python_version<'3'", "[extra]>=1", "==99999999999999999999", "==1" + ".0" * 50,
    "==" + "9" * 5000, "== 1.3 || >2", ">=1!2", "==1.30+local", "$X", "${V}",
)  # fmt: skip

_words = st.sampled_from(WORDS)
_scalars = st.one_of(
    _words.map(json.dumps),
    st.sampled_from(
        ("1", "-1", "0", "true", "nan", "1e400", "9" * 5000, "0x" + "f" * 4000, "1979-05-27", "'''a\nb'''", "{}", "[]")
    ),
)
_lists = st.lists(_scalars, max_size=3).map(lambda items: f"[{', '.join(items)}]")
_tables = st.lists(st.tuples(_words.map(json.dumps), st.one_of(_scalars, _lists)), max_size=3).map(
    lambda pairs: f"{{ {', '.join(f'{key} = {value}' for key, value in pairs)} }}"
)
_values = st.one_of(_scalars, _lists, _tables, st.integers(1, 3000).map(lambda depth: "[" * depth + "]" * depth))
_lines = st.lists(st.builds("{} = {}".format, st.sampled_from(KEYS), _values), max_size=4).map("\n".join)
_own = _lines.map(lambda text: ("keylint.toml", text))
_shared = st.builds(
    "{}\n{}\n".format,
    st.sampled_from(("[tool.keylint]", "[tool]\nkeylint = 1", "[[tool.keylint]]", "[tool.keylint")),
    _lines,
).map(lambda text: ("pyproject.toml", text))

configurations = st.lists(st.one_of(_own, _shared), min_size=1, max_size=2).map(dict)

_versions = st.sampled_from(VERSIONS)
_requirements = st.lists(
    st.one_of(
        _versions.map(lambda version: f"streamlit{version}"),
        st.sampled_from(
            (
                "-r requirements.txt",
                "-r other.txt",
                "-c other.txt",
                "-r /dev/zero",
                "-r .",
                "-e .",
                "--hash=sha256:1",
                "Streamlit >= 1.3 \\",
                "\\",
                "# streamlit==1",
                "pandas",
                "streamlit",
                "-r\x00",
                "streamlit==1.30 # é",
            )
        ),
    ),
    max_size=5,
).map("\n".join)


def _toml_lock(version: str) -> str:
    return f'version = 1\n[[package]]\nname = "streamlit"\nversion = {json.dumps(version.lstrip("=<>~^! "))}\n'


def _pipfile_lock(version: str) -> str:
    return json.dumps({"default": {"streamlit": {"version": version}}, "develop": [version]})


_files = st.one_of(
    st.tuples(st.sampled_from(("requirements.txt", "requirements-dev.txt", "other.txt")), _requirements),
    st.tuples(st.sampled_from(("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")), _versions.map(_toml_lock)),
    st.tuples(
        st.just("Pipfile.lock"),
        st.one_of(_versions.map(_pipfile_lock), st.sampled_from(("[1]", "{", "null", "[" * 5000))),
    ),
    st.tuples(st.just("Pipfile"), _versions.map(lambda version: f"[packages]\nstreamlit = {json.dumps(version)}\n")),
    st.tuples(
        st.just("environment.yml"),
        _versions.map(lambda version: f"dependencies:\n  - streamlit{version}\n  - pip:\n    - streamlit{version}\n"),
    ),
    st.tuples(
        st.just("setup.py"),
        st.builds(
            "from setuptools import setup\nNEED = [{!r}]\n{}(install_requires={})\n".format,
            _versions.map(lambda version: f"streamlit{version}"),
            st.sampled_from(("setup", "setuptools.setup", "a" + ".b" * 800, "setup()")),
            st.sampled_from(("NEED", "['streamlit']", "None", "[*NEED]", "(1, b'')", "-" * 800 + "1")),
        ),
    ),
    st.tuples(
        st.just("setup.cfg"),
        _versions.map(
            lambda version: (
                f"[options]\ninstall_requires =\n    streamlit{version}\n[options.extras_require]\nx = %(y)s\n"
            )
        ),
    ),
    st.tuples(
        st.just("pyproject.toml"),
        st.one_of(
            _versions.map(lambda version: f"[project]\ndependencies = [{json.dumps('streamlit' + version)}]\n"),
            st.builds("[tool.poetry.dependencies]\nstreamlit = {}\n".format, _values),
            st.builds("[project]\ndependencies = {}\noptional-dependencies = {}\n".format, _values, _values),
            st.builds(
                "[tool.poetry.group.a]\ndependencies = {}\n[dependency-groups]\nb = {}\n".format, _values, _values
            ),
        ),
    ),
    st.tuples(st.just(".gitignore"), st.lists(_words, max_size=4).map("\n".join)),
    st.tuples(st.just(".streamlit/config.toml"), _lines),
)
requirements = st.lists(_files, min_size=1, max_size=3).map(dict)
