"""From a repair to a fix: every step turned to edits, of one file or several, or the reason why that cannot be done."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import libcst as cst

from keylint.errors import SourceError
from keylint.facts.source import Source
from keylint.findings import Fix
from keylint.fixes.arguments import give_key, remove_argument, set_code, set_text
from keylint.fixes.callbacks import pass_callback
from keylint.fixes.errors import Refused
from keylint.fixes.fitting import fitted
from keylint.fixes.following import follow
from keylint.fixes.guards import guard, rename_tested
from keylint.fixes.keep_alive import keep_alive
from keylint.fixes.library import Library
from keylint.fixes.shadow import seed_instead, shadow, shadow_in_form
from keylint.fixes.tree import Tree
from keylint.fixes.unwind import unwind
from keylint.repairs import (
    Follow,
    GiveKey,
    Guard,
    KeepAlive,
    PassCallback,
    Refusal,
    RemoveArgument,
    RenameTested,
    Repair,
    SeedInstead,
    SetCode,
    SetText,
    Shadow,
    ShadowInForm,
    Step,
    Unwind,
)
from keylint.splice import spliced_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from keylint.findings import Edit, Location
    from keylint.fixes.sources import Sources

    # The shown path of a file → what it says; None where it cannot be read.
    Read = Callable[[str], Source | None]


class Planner:
    """Plans fixes for the files as they are now; what was parsed once is kept for the next repair."""

    def __init__(self, read: Read, sources: Sources) -> None:
        self._read = read
        self._sources = sources
        self._trees: dict[str, Tree | None] = {}
        self._looked_at: set[str] = set()
        self._library = Library(sources, self._module, self._tree_or_none, self._new)

    def plan(self, repair: Repair) -> Fix | Refusal:
        """The fix that does what the repair says, or why its source cannot be changed in that way."""
        self._looked_at.clear()
        self._library.begin()
        try:
            planned = [edit for step in repair.steps for edit in self._edits(step)]
            planned = self._fitted(planned, [call for step in repair.steps for call in _calls_made_longer(step)])
            edits = list(dict.fromkeys((*planned, *self._library.edits())))
            edits = [edit for edit in edits if self._changes(edit)]
            _require_disjoint(edits)
            self._require_code(edits)
        except Refused as refused:
            return Refusal(refused.reason)
        if not edits:
            return Refusal("the source already says so")
        return Fix(repair.title, repair.safe, tuple(sorted(edits, key=lambda edit: edit.location)), repair.since)

    def looked_at(self) -> frozenset[str]:
        """The files that decided the last plan."""
        return frozenset(self._looked_at)

    def _edits(self, step: Step) -> list[Edit]:
        match step:
            case SetText(call=place):
                return set_text(self._tree(place.path), step)
            case SetCode(call=place):
                return set_code(self._tree(place.path), step)
            case GiveKey(call=place):
                return give_key(self._tree(place.path), step)
            case RemoveArgument(call=place):
                return remove_argument(self._tree(place.path), step)
            case PassCallback(called=place):
                return pass_callback(self._tree(place.path), step)
            case Guard(first=place):
                return guard(self._tree(place.path), step)
            case RenameTested(test=place):
                return rename_tested(self._tree(place.path), step)
            case Shadow(call=place):
                return shadow(self._tree(place.path), step, self._library)
            case ShadowInForm(widget=widget):
                return shadow_in_form(self._tree(widget.call.path), step, self._library)
            case SeedInstead(widget=widget):
                return seed_instead(self._tree(widget.call.path), widget)
            case Follow(widget=widget, write=place):
                return follow(self._tree(widget.call.path), self._tree(place.path), step)
            case KeepAlive(path=path):
                return keep_alive(self._tree(path), step)
            case Unwind():
                return unwind(step, self._tree, self._mentioning(step), self._module)

    def _fitted(self, edits: list[Edit], calls: Iterable[Location]) -> list[Edit]:
        """The edits, with the calls broken that they make too long for their line."""
        for place in calls:
            tree = self._tree(place.path)
            here = [edit for edit in edits if edit.location.path == place.path]
            elsewhere = [edit for edit in edits if edit.location.path != place.path]
            edits = fitted(tree, tree.find(cst.Call, place.span), here, self._sources.line_length) + elsewhere
        return edits

    def _tree(self, path: str) -> Tree:
        tree = self._tree_or_none(path)
        if tree is None:
            raise Refused(f"{path} cannot be read")
        return tree

    def _tree_or_none(self, path: str) -> Tree | None:
        self._looked_at.add(path)
        if path not in self._trees:
            source = self._read(path)
            try:
                self._trees[path] = Tree(path, source) if source is not None else None
            except SourceError:
                self._trees[path] = None
        return self._trees[path]

    def _new(self, path: str, like: Tree) -> Tree:
        """A file that is not there yet, with the line ends of another one."""
        self._looked_at.add(path)
        tree = self._trees[path] = Tree(path, Source("", newline=like.newline))
        return tree

    def _module(self, importer: str, dotted: str) -> Tree | None:
        path = self._sources.resolve(importer, dotted)
        return self._tree_or_none(path) if path is not None else None

    def _mentioning(self, step: Unwind) -> list[Tree]:
        """The app's files, without those that name neither a function of the step's files nor a key that goes."""
        spread = (place for each in step.adopted if each.spread is not None for place in each.spread.writes)
        calls = (each.call for each in step.adopted)
        touched = {place.path for place in (*step.writes, *step.helpers, *step.notes, *calls, *spread)}
        names = {function.name.value for path in touched for function in self._tree(path).find_all(cst.FunctionDef)}
        names |= {*(each.old for each in step.adopted), *step.stores}
        return [
            tree for path in self._sources.contents if (tree := self._tree_if(path, names, path in touched)) is not None
        ]

    def _tree_if(self, path: str, names: set[str], wanted: bool) -> Tree | None:
        self._looked_at.add(path)
        source = self._read(path)
        if source is None or not (wanted or any(name in source.text for name in names)):
            return None
        return self._tree_or_none(path)

    def _changes(self, edit: Edit) -> bool:
        tree, span = self._tree(edit.location.path), edit.location.span
        start, end = tree.offset(span.line, span.column), tree.offset(span.end_line, span.end_column)
        return tree.text[start:end] != edit.replacement

    def _require_code(self, edits: Iterable[Edit]) -> None:
        """What the edits make of each file has to be Python that its encoding can hold."""
        by_path: dict[str, list[Edit]] = {}
        for edit in edits:
            by_path.setdefault(edit.location.path, []).append(edit)
        for path, its_edits in by_path.items():
            source = self._read(path) or Source("")  # of a new file
            try:
                spliced_bytes(self._sources.contents.get(path, b""), source, its_edits)
            except UnicodeError as error:
                encoding = source.encoding
                raise Refused(
                    f"{path} is in {encoding}, in which the change would not leave all else as it is"
                ) from error
            try:
                self._tree(path).require_code(its_edits)
            except (SyntaxError, ValueError, cst.ParserSyntaxError) as error:
                raise Refused("the changed file would not be valid Python") from error


def _require_disjoint(edits: list[Edit]) -> None:
    """Two steps of one repair must not meet: each was planned for the text as it is."""
    ordered = sorted(edits, key=lambda edit: edit.location)
    for one, other in pairwise(ordered):
        if one.location.path == other.location.path:
            end = (one.location.span.end_line, one.location.span.end_column)
            if end > (other.location.span.line, other.location.span.column):
                raise Refused("two of its changes touch the same code")


def _calls_made_longer(step: Step) -> list[Location]:
    """The calls that a step gives arguments."""
    match step:
        case SetText(call=place) | SetCode(call=place) | GiveKey(call=place) | Shadow(call=place):
            return [place]
        case ShadowInForm(widget=widget, submits=submits):
            return [widget.call, *(each.call for each in submits)]
        case Unwind(adopted=adopted):
            return [each.call for each in adopted if each.spread is not None]
        case _:
            return []
