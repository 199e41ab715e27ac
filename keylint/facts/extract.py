"""From the text of a file to its facts."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from keylint.facts.ast_events import Disagreement
from keylint.facts.collector import collector_paused
from keylint.facts.comments import comments
from keylint.facts.deep import deeply
from keylint.facts.long_literals import shortened
from keylint.facts.lower_statements import block
from keylint.facts.lowering import Lowering
from keylint.facts.module import ModuleFacts
from keylint.facts.positions import paired_positions, provided_positions
from keylint.facts.syntax import parse, too_deep

if TYPE_CHECKING:
    import ast

    import libcst

    from keylint.facts.source import Source
    from keylint.facts.statements import Block

# Two or three for each level of nesting: room for about a thousand levels.
_FRAMES = 2_500


def extract(source: Source) -> ModuleFacts:
    """The facts of a file. Raises SourceError, with line and column, when it cannot be parsed."""
    with collector_paused():
        return deeply(lambda: _extract(source), _FRAMES)


def _extract(source: Source) -> ModuleFacts:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as those about escape sequences: another linter's business
        without = shortened(source)
        module, tree = parse(without.source)
        try:
            body = lower_module(module, tree, without.source, without.places)
        except RecursionError as error:
            raise too_deep() from error
    lines = source.split_lines()
    return ModuleFacts(body, comments(without.source.text), len(lines) - (lines[-1] == ""))


def lower_module(
    module: libcst.Module,
    tree: ast.Module | None,
    source: Source,
    long_literals: frozenset[tuple[int, int]] = frozenset(),
) -> Block:
    """The statements of a module, with positions from `tree` as far as it agrees with LibCST, else from LibCST."""
    if tree is not None:
        try:
            span_of, finish = paired_positions(tree, source)
            body = block(module.body, Lowering(span_of, long_literals=long_literals))
            finish()
            return body
        except Disagreement:
            pass
    return block(module.body, Lowering(provided_positions(module), long_literals=long_literals))
