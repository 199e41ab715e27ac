"""Fingerprints: what tells a finding from others across versions of a file, wherever it moves."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Finding


def fingerprint(finding: Finding, ordinal: int = 1) -> str:
    """A hash, 20 hexadecimal digits, of the rule, the key and the normalised code of the place; of a finding that is
    about several inputs, of the code of each, in whatever order they stand.

    `ordinal` counts from 1 the findings of a report that agree in all of these.
    """
    codes = sorted(each.code_text for each in finding.inputs) or [finding.code_text]
    parts = [finding.code, finding.key or "", *codes]
    if ordinal > 1:
        parts.append(str(ordinal))
    text = "\0".join(parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The fingerprint of each finding of a report, all distinct; the findings in the order of the report."""
    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        plain = fingerprint(finding)
        seen[plain] += 1
        result.append(fingerprint(finding, seen[plain]) if seen[plain] > 1 else plain)
    return tuple(result)
