"""`persist_state` in the place of a workaround: the widget takes over the key, and the workaround goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.adopting import adopted, adopted_from_spread
from keylint.fixes.arguments import argument_named, argument_of, without_arguments
from keylint.fixes.errors import Refused
from keylint.fixes.imports import imported
from keylint.fixes.keepers import kept, spread_argument
from keylint.fixes.methods import method_named
from keylint.fixes.notes import given_back
from keylint.fixes.removal import Removal, is_pure, only_assigns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keylint.findings import Edit, Location
    from keylint.fixes.keepers import Kept
    from keylint.fixes.removal import Importable
    from keylint.fixes.tree import Tree
    from keylint.repairs import Adopt, Spread, Unwind

_WIRING = ("on_change", "on_click", "args", "kwargs")


def unwind(step: Unwind, tree_of: Callable[[str], Tree], files: Sequence[Tree], find: Importable) -> list[Edit]:
    """The edits of the whole step. `files` are all files of the app, which may use what goes."""
    work = _Work(Removal(files, find), find)
    calls = [(each, tree_of(each.call.path)) for each in step.adopted]
    nodes = [(each, tree, tree.find(cst.Call, each.call.span)) for each, tree in calls]
    submits = [
        (each, tree_of(place.path), tree_of(place.path).find(cst.Call, place.span))
        for each in step.adopted
        for place in each.submits
    ]
    for each, tree, call in nodes:
        if each.saves:
            work.wire(tree, call, "on_change")
    for _, tree, submit in submits:
        work.wire(tree, submit, "on_click")
    for place in step.writes:
        work.remove_write(tree_of(place.path), place, [call for _, tree, call in nodes if tree.path == place.path])
    for place in step.helpers:
        work.remove_call(tree_of(place.path), place)
    for place in step.notes:
        work.remove_note(tree_of(place.path), place)
    for each, tree, call in nodes:
        if each.spread is not None:
            work.gather(each.spread, tree, call)
        elif each.saves:
            work.unwire(each, tree, call, "on_change")
    for each, tree, submit in submits:
        work.unwire(each, tree, submit, "on_click")
    work.removal.finish()
    for each, tree, call in nodes:
        work.require_unnamed(each.old, files, tree, argument_of(call, "key", each.positional))
    for store in step.stores:
        work.require_unused(store, files)
    edits = [*work.edits, *work.removal.edits()]
    for each, tree, call in nodes:
        if each.spread is not None:
            edits += adopted_from_spread(tree, call, each, each.spread, work.kept[call])
        else:
            edits += adopted(tree, call, each, _WIRING if call in work.unwired else ())
    for tree, submit in dict.fromkeys((tree, submit) for _, tree, submit in submits if submit in work.unwired):
        edits += without_arguments(tree, submit, [name for name in _WIRING if argument_named(submit, name)], ())
    return edits


@dataclass(slots=True)
class _Work:
    removal: Removal
    find: Importable
    edits: list[Edit] = field(default_factory=list)
    emptied: set[cst.Lambda] = field(default_factory=set)
    unwired: set[cst.Call] = field(default_factory=set)
    kept: dict[cst.Call, Kept] = field(default_factory=dict)

    def wire(self, tree: Tree, call: cst.Call, parameter: str) -> None:
        """Says that a function that does nothing any more may be taken from the call."""
        given = argument_named(call, parameter)
        if given is not None:
            self.removal.releasable.setdefault(tree, set()).add(given)

    def remove_write(self, tree: Tree, place: Location, calls: Sequence[cst.Call]) -> None:
        node = tree.find((cst.Subscript, cst.Attribute, cst.Call), place.span)
        for outer in tree.ancestors(node):
            if isinstance(outer, cst.Lambda):
                if outer.body is not node:
                    raise Refused("its callback does more than to save the value")
                self.emptied.add(outer)
                return
            if isinstance(outer, cst.BaseSmallStatement):
                break
        else:
            raise Refused("the value is saved in the middle of an expression")
        if isinstance(outer, cst.Expr) and outer.value is node and isinstance(node, cst.Call):
            if not all(is_pure(argument.value) for argument in node.args):
                raise Refused("what is assigned does more than to read")
            self.removal.remove(tree, outer)
            return
        target = next((each for each in getattr(outer, "targets", ()) if each.target is node), None)
        if not isinstance(outer, cst.Assign) or target is None:
            raise Refused("the value is saved in the middle of a larger statement")
        if len(outer.targets) == 1 and is_pure(outer.value):
            self.removal.remove(tree, outer)
            return
        if not any(call in (outer.value, *_below(outer.value)) for call in calls) and not is_pure(outer.value):
            raise Refused("what is assigned does more than to read")
        number = outer.targets.index(target)
        following = outer.targets[number + 1].target if number + 1 < len(outer.targets) else outer.value
        self.edits.append(tree.replace(tree.start(node), tree.start(following), ""))

    def remove_call(self, tree: Tree, place: Location) -> None:
        """A statement that calls a function which does nothing but assign."""
        call = tree.find(cst.Call, place.span)
        if not isinstance(tree.parent(call), cst.Expr) or not all(is_pure(argument.value) for argument in call.args):
            raise Refused("the call that keeps the value is part of a larger statement")
        found = self._function(tree, call.func)
        if found is None or not only_assigns(found[1]):
            raise Refused("the function that keeps the value does more than that")
        self.removal.remove(tree, call)
        self.removal.suspect(*found)

    def remove_note(self, tree: Tree, place: Location) -> None:
        """A call that notes a key: where that is wanted back, the key alone stays."""
        call = tree.find(cst.Call, place.span)
        if isinstance(tree.parent(call), cst.Expr):
            self.removal.remove(tree, call)
            return
        found = self._function(tree, call.func)
        if found is None:
            raise Refused("the function that notes the key is not one of the app's top level")
        code = given_back(tree, found[1], call)
        self.edits.append(tree.replace(tree.start(call), tree.end(call), code))
        self.removal.gone.setdefault(tree, set()).add(call)
        self.removal.suspect(*found)

    def unwire(self, step: Adopt, tree: Tree, call: cst.Call, parameter: str) -> None:
        """Takes the callback away when nothing is left of it, or when it does nothing else for this widget."""
        given = argument_named(call, parameter)
        if given is None:
            raise Refused("its callback is not written in the call")
        if isinstance(given.value, cst.Lambda):
            if given.value not in self.emptied:
                raise Refused("its callback is a lambda that does more than to save the value")
            self._release(tree, call)
            return
        found = self._function(tree, given.value)
        if found is None:
            raise Refused("its callback is neither a function of the app's top level nor a method of the class around")
        if self.removal.is_doomed(*found):
            self._release(tree, call)
        elif step.alone:
            if not only_assigns(found[1]):
                raise Refused(f"its callback {found[1].name.value}() does more than to save the value")
            self._release(tree, call)
            self.removal.suspect(*found)

    def gather(self, step: Spread, tree: Tree, call: cst.Call) -> None:
        """Says that what is spread into the call goes, and notes what that gives it."""
        given = tree.find(cst.Call, step.call.span)
        found = self._function(tree, given.func)
        if found is None:
            raise Refused("what is spread into its call comes from no function of the app's top level")
        self.kept[call] = kept(*found, tree, given, step)
        self.removal.gone.setdefault(tree, set()).add(spread_argument(call, given))
        self.removal.suspect(*found)

    def require_unnamed(self, key: str, files: Sequence[Tree], own: Tree, given: cst.Arg | None) -> None:
        """Nothing but what goes may name the key that the widget had."""
        for tree, node in self._named(key, files):
            if tree is own and given is not None and given in tree.ancestors(node):
                continue
            place = f"{tree.path}:{tree.span(tree.start(node), tree.end(node)).line}"
            raise Refused(f"{place} names the widget's own key '{key}', which it would lose")

    def require_unused(self, store: str, files: Sequence[Tree]) -> None:
        """Nothing but what goes may use the collection of keys, by its key or a name for that, which goes as well."""
        for tree, node in self._named(store, files):
            constant = _constant_of(tree, node)
            if constant is None or any(self._says(place, constant, tree.parent(node)) for place in files):
                where = f"{tree.path}:{tree.span(tree.start(node), tree.end(node)).line}"
                raise Refused(f"{where} uses the keys in '{store}' for something else, too")
            self.removal.remove(tree, node)

    def _says(self, tree: Tree, word: str, definition: cst.CSTNode) -> bool:
        """Whether code that stays says a name, apart from its definition."""
        return any(
            name.value == word and definition not in tree.ancestors(name) and not self.removal.is_doomed(tree, name)
            for name in tree.find_all(cst.Name)
        )

    def _named(self, key: str, files: Sequence[Tree]) -> list[tuple[Tree, cst.CSTNode]]:
        """Where the key is named by code that stays."""
        found: list[tuple[Tree, cst.CSTNode]] = []
        for tree in files:
            if key in tree.text:
                strings = (each for each in tree.find_all(cst.SimpleString) if each.evaluated_value == key)
                attributes = (each.attr for each in tree.find_all(cst.Attribute) if each.attr.value == key)
                found += [(tree, each) for each in (*strings, *attributes) if not self.removal.is_doomed(tree, each)]
        return found

    def _release(self, tree: Tree, call: cst.Call) -> None:
        self.unwired.add(call)
        for name in _WIRING:
            given = argument_named(call, name)
            if given is not None:
                if not isinstance(given.value, cst.Lambda) and not is_pure(given.value):
                    raise Refused("the arguments of its callback do more than to give values")
                self.removal.gone.setdefault(tree, set()).add(given)

    def _function(self, tree: Tree, named: cst.BaseExpression) -> tuple[Tree, cst.FunctionDef] | None:
        """The function of the app's top level, or the method of a class in the file, that an expression names."""
        if isinstance(named, cst.Name):
            own = _definition(tree, named.value)
            if own is not None:
                return tree, own
            for module, member, alias in imported(tree):
                if alias == named.value and member is not None:
                    other = self.find(tree.path, module)
                    found = _definition(other, member) if other is not None else None
                    return (other, found) if other is not None and found is not None else None
        if isinstance(named, cst.Attribute) and (method := method_named(tree, named)) is not None:
            return tree, method
        if isinstance(named, cst.Attribute) and isinstance(named.value, cst.Name):
            for module, member, alias in imported(tree):
                if alias == named.value.value:
                    inside = "" if not module.strip(".") else "."
                    dotted = module if member is None else f"{module}{inside}{member}"
                    other = self.find(tree.path, dotted)
                    found = _definition(other, named.attr.value) if other is not None else None
                    return (other, found) if other is not None and found is not None else None
        return None


def _constant_of(tree: Tree, node: cst.CSTNode) -> str | None:
    """The name of the top level that is given the string and nothing else."""
    statement = tree.parent(node)
    if isinstance(statement, cst.Assign) and len(statement.targets) == 1 and statement.value is node:
        target, line = statement.targets[0].target, tree.parent(statement)
        if isinstance(target, cst.Name) and isinstance(tree.parent(line), cst.Module):
            return target.value
    return None


def _definition(tree: Tree, name: str) -> cst.FunctionDef | None:
    found = [each for each in tree.find_all(cst.FunctionDef) if each.name.value == name]
    return found[0] if len(found) == 1 else None


def _below(node: cst.CSTNode) -> list[cst.CSTNode]:
    found = list(node.children)
    for each in found:
        found += each.children
    return found
