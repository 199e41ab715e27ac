"""Random folders: names that nobody expects, folders in the place of files, links that lead nowhere and everywhere."""

from __future__ import annotations

from hypothesis import strategies as st

# No name without a folder that has to be there for an app: of several, some make one.
_NAMES = (
    "app.py", "app.py", "pages/1_a.py", "pages/2 ü 🎈.py", "pages/a\nb.py", "pages/::error file=x::y.py", "pages/\udcff.py",
    "pages/pages/1.py", "pages/\x1b[31m.py", "pages/\u202eyp.py", "pages.py", "-q.py", "--help.py", "streamlit.py",
    "helper/__init__.py", "helper/helper.py", "helper.py", "__init__.py", "__main__.py", "app.py.py", "App.PY", ".hidden.py",
    "a b/app.py", "a/b/c/d/e/f/g/app.py", "app.py/app.py", "requirements.txt/app.py", "pyproject.toml/app.py",
    ".gitignore/app.py", "uv.lock/app.py", ".streamlit/config.toml/app.py", "venv/pyvenv.cfg", "build/lib/app.py", ".git/HEAD",
    "app_old.py", "archive/app.py", "app (1).py", "a.ipynb", "x" * 200 + ".py", "%0A.py", "con.py", "setup.py", ".keylint_cache",
)  # fmt: skip
_LINKS = (
    ("loop", "."), ("pages/loop", ".."), ("self.py", "self.py"), ("usr", "/usr"), ("pages/3.py", "../app.py"), ("zero.py", "/dev/zero"),
    ("gone.py", "nowhere.py"), ("other", "pages"), ("pages", "helper"), ("requirements.txt", "/dev/null"), ("keylint.toml", "/proc/self/mem"),
    (".keylint_cache", "/tmp"), ("helper.py", "app.py"), ("up", "../.."), ("pyproject.toml", "."),
)  # fmt: skip

names = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=6, unique=True)
links = st.lists(st.sampled_from(_LINKS), max_size=3, unique=True).map(tuple)
