"""From a loss to a finding: the places that explain it, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Related, Severity
from keylint.remedies.choice import keep_value
from keylint.rules.describe import drawn_here, hidden_because, persist_advice, route_of
from keylint.rules.losses import scope_of

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap
    from keylint.app.needs import Need
    from keylint.findings import Finding
    from keylint.rules.base import Rule
    from keylint.rules.losses import Loss

_MOST_READS = 3


def loss_finding(keymap: KeyMap, rule: Rule, loss: Loss, message: str) -> Finding:
    """The finding of a loss, at its widget, with the reason and the readers as related places."""
    widget = loss.widget
    related = list(drawn_here(widget.first))
    if loss.scope == "page" and loss.guard is not None:
        related.append(hidden_because(keymap, loss.guard))
    related += [Related(need.read.location, _how_it_reads(need, loss)) for need in _distinct(loss.needs)]
    if loss.seeds:
        related.append(Related(loss.seeds[0][1].location, "the value that it turns back to is given here"))
    return rule.finding(
        widget.first.site,
        message,
        key=widget.key,
        severity=min(loss.severity, rule.severity),
        page=widget.page.name,
        route=route_of(widget.first, widget.page.name),
        related=tuple(related),
        advice=advice_for(keymap, loss),
        repair=keep_value(keymap, widget.key, scope_of(keymap, widget.key), min(loss.severity, rule.severity)),
    )


def advice_for(keymap: KeyMap, loss: Loss) -> str:
    """What to do: persist the value; for a loss that harms nobody, only if it is wanted."""
    advice = persist_advice(keymap, loss.widget, scope_of(keymap, loss.widget.key))
    if loss.doubt is not None:
        return f"{loss.doubt}; to keep it in any case: {advice}"
    if loss.harmless is not None:
        return f"probably nothing, this looks like {loss.harmless}; to keep the value: {advice}"
    if loss.severity == Severity.ERROR:
        return advice
    return f"if the value should stay: {advice}"


def _distinct(needs: tuple[Need, ...]) -> list[Need]:
    return list({need.read.location: need for need in needs}.values())[:_MOST_READS]


def _how_it_reads(need: Need, loss: Loss) -> str:
    by = f" by the callback {need.callback.name}()" if need.callback is not None else ""
    if loss.seeds:
        return f"read here{by} in runs where it has turned back"
    where = f"read here{by} in runs where it is gone"
    if need.read.context.catches_missing_key:
        return f"{where} (the error is caught)"
    if need.read.form in ("item", "attribute"):
        return f"{where} ({'KeyError' if need.read.form == 'item' else 'AttributeError'})"
    return f"{where} (gives the default)"
