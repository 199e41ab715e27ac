"""What authors say of an input by the words of its label, of its key, and of the function that draws it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keylint.run.values import known_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.run.trace import Draw

SEARCH = frozenset(
    {
        "search", "find", "lookup", "query", "keyword", "keywords", "suche", "suchen", "buscar", "buscador",
        "búsqueda", "recherche", "rechercher", "cerca",
    }
)  # fmt: skip
FILTER = frozenset(
    {
        "filter", "filters", "filtering", "filtern", "filtro", "filtros", "filtrar", "filtre", "filtres",
        "filtrer",
        # The order of what is shown is no more of a setting.
        "sort", "sorting", "sortieren", "sortierung", "sorteren", "ordenar", "trier",
    }
)  # fmt: skip
VIEW = frozenset(
    {
        "show", "hide", "display", "view", "views", "expand", "collapse", "details", "preview", "debug", "raw",
    }
)  # fmt: skip
NAVIGATION = frozenset(
    {
        "nav", "navigation", "navigate", "menu", "page", "pages", "section", "sections", "tab", "tabs",
        "screen",
    }
)  # fmt: skip
CREDENTIAL = frozenset(
    {
        "api", "apikey", "key", "token", "secret", "credential", "credentials",
    }
)  # fmt: skip
# In a name, a query or a keyword need not search in what is shown: `sql_query`.
_NAMES_OF_SEARCHES = (SEARCH - {"query", "keyword", "keywords", "find", "lookup"}) | FILTER
_OF_ANY_BOX = frozenset(
    {"box", "field", "input", "q", "query", "str", "string", "term", "terms", "text", "value", "word"}
)
# Scripts that put no space between words.
_SEARCH_SIGNS = re.compile("搜索|検索|검색|поиск", re.IGNORECASE)
_FILTER_SIGNS = re.compile("筛选|過濾|絞り込み|필터|фильтр", re.IGNORECASE)
# A word ends where another letter case begins, as in `apiKey`.
_WORD = re.compile(r"[^\W\d_]+")
_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(text: str) -> frozenset[str]:
    """The words of a text or of a name, in small letters."""
    return frozenset(word.lower() for word in _WORD.findall(_CASE.sub(" ", text)))


def is_called(draw: Draw, names: frozenset[str]) -> bool:
    """Whether the label, the key or the function of the call has one of the words."""
    return any(words(text) & names for text in _texts(draw))


def is_search(draw: Draw) -> bool:
    """Whether the label, what the empty box says, or the function calls it a search, or the key ends so: a
    `fleet_search` is one, a `search_engine` is not."""
    told = (draw.label or "", _placeholder(draw), draw.context.function)
    if any(words(text) & SEARCH or _SEARCH_SIGNS.search(text) for text in told):
        return True
    return draw.key is not None and not draw.key.is_unkeyed and head(draw.key.text) in _NAMES_OF_SEARCHES


def head(name: str) -> str:
    """The word of a name that says what it names: the last one, but for those that any box could have."""
    found = [word.lower() for word in _WORD.findall(_CASE.sub(" ", name))]
    while len(found) > 1 and found[-1] in _OF_ANY_BOX:
        found.pop()
    return found[-1] if found else ""


def is_filter(draw: Draw) -> bool:
    """Whether the label, the key or the function calls it a filter."""
    return any(words(text) & FILTER or _FILTER_SIGNS.search(text) for text in _texts(draw))


def _texts(draw: Draw) -> Iterator[str]:
    yield draw.label or ""
    if draw.key is not None and draw.key.is_unkeyed:
        yield draw.bound_to or ""
    else:
        yield draw.key.text if draw.key else ""
    yield draw.context.function


def _placeholder(draw: Draw) -> str:
    return known_text(draw.parameters.get("placeholder")) or ""
