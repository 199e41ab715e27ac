"""What methods do of values that are not known, by their names: those of texts, of collections and of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.trace import ItemsChange

if TYPE_CHECKING:
    from collections.abc import Mapping

# What they do to a collection, whatever is in it.
ITEMS_CHANGES: Mapping[str, ItemsChange] = {
    **dict.fromkeys(("append", "appendleft", "extend", "insert", "add"), ItemsChange.ADDS),
    **dict.fromkeys(("remove", "pop", "popleft", "popitem", "discard"), ItemsChange.REMOVES),
    "clear": ItemsChange.EMPTIES,
}

# Of texts.
OF_TEXTS = frozenset(
    {
        "lower", "upper", "strip", "title", "capitalize", "replace", "lstrip", "rstrip", "casefold", "removeprefix",
        "removesuffix",
    }
)  # fmt: skip
# Look at what is there, and change nothing.
_LOOKING = frozenset({"get", "items", "keys", "values", "copy", "index"})
# Give what a loop over the collection itself goes through, in one form or another.
VIEWS = frozenset({"items", "keys", "values", "copy"})
# Give another table, with all of its rows.
_OF_TABLES = frozenset(
    {
        "agg", "astype", "cumsum", "fillna", "groupby", "join", "melt", "merge", "pct_change", "pivot", "pivot_table",
        "reindex", "rename", "resample", "reset_index", "rolling", "set_index", "sort_index", "sort_values",
    }
)  # fmt: skip
COMPUTING = OF_TEXTS | _LOOKING | _OF_TABLES

# Pick rows of tables and queries.
SUBSETTING = frozenset(
    {
        "isin", "query", "contains", "filter", "startswith", "endswith", "between", "eq", "ge", "le", "gt", "lt", "ne",
        "loc", "head", "tail", "nlargest", "sample", "match", "xs", "get_group",
    }
)  # fmt: skip
