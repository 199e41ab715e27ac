"""A Python file of the app cannot be read, decoded or parsed.

## What it does
Reports a Python file that keylint cannot read: it is not valid in the encoding that it declares (UTF-8 unless a
`# -*- coding: … -*-` line says otherwise), it is not valid Python, or the system does not let it be read: permissions,
a link that leads nowhere, a pipe, more than 16 MiB. So it does for a folder of Python files that cannot be listed.
`keylint map`, `keylint migrate`, `--diff` and `--upgrade-from` have no findings: they name it on standard error, and
end with status 2.

## Why it matters
keylint looks at an app as a whole. What the file shows, reads and keeps is missing from the picture, so that losses in
it go unreported, and so may losses elsewhere whose cause stands in it. The rest of the app is still checked.

## Example
```python
import streamlit as st

st.text_input("Name", key="name"
```

## Use instead
```python
import streamlit as st

st.text_input("Name", key="name")
```

If the file is not meant to be Python, or is a template, leave it out with `exclude` in the configuration.

## Fix safety
There is no automatic fix: the file cannot be read.

## Streamlit versions
All.

## References
- [PEP 263: Defining Python Source Code Encodings](https://peps.python.org/pep-0263/)
"""

from __future__ import annotations

from keylint.findings import Severity
from keylint.rules.base import Rule

RULE = Rule(code="KEY900", name="unreadable-source", severity=Severity.ERROR, documentation=__doc__)
