"""Taking code away without leaving anything behind: empty blocks, functions that do nothing, names that nobody uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.cutting import lines_of, runs
from keylint.fixes.errors import Refused
from keylint.fixes.imports import imported
from keylint.fixes.methods import class_of, is_plain, uses_of_method

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from keylint.findings import Edit
    from keylint.fixes.tree import Tree

    # the file that imports, the dotted name with leading dots → the file, when it is one of the app's
    Importable = Callable[[str, str], Tree | None]

_PURE = (
    cst.Name, cst.Attribute, cst.Subscript, cst.Index, cst.SubscriptElement, cst.BaseString, cst.FormattedStringText,
    cst.FormattedStringExpression, cst.BaseNumber, cst.Comparison, cst.ComparisonTarget, cst.BooleanOperation,
    cst.UnaryOperation, cst.BinaryOperation, cst.List, cst.Tuple, cst.Set, cst.Dict, cst.DictElement, cst.Element,
    cst.IfExp, cst.Arg,
)  # fmt: skip
_PURE_METHODS = frozenset({"get", "keys", "items", "values", "startswith", "endswith", "setdefault", "index"})
_PURE_FUNCTIONS = frozenset({"list", "tuple", "set", "dict", "sorted", "str", "int", "range", "len"})


class Removal:
    """Statements of several files that go, with all that goes along."""

    def __init__(self, files: Sequence[Tree], find: Importable) -> None:
        self._files = list(files)
        self._find = find
        self._doomed: dict[Tree, dict[cst.CSTNode, None]] = {}
        self._suspects: list[tuple[Tree, cst.FunctionDef]] = []
        # What is left of these is the call that they ask.
        self._tests: dict[Tree, dict[cst.If, None]] = {}
        # Nodes of which somebody else makes the edits, and arguments that may become such.
        self.gone: dict[Tree, set[cst.CSTNode]] = {}
        self.releasable: dict[Tree, set[cst.CSTNode]] = {}

    def is_doomed(self, tree: Tree, node: cst.CSTNode) -> bool:
        """Whether a node goes, by itself or with what it stands in."""
        doomed, gone = self._doomed.get(tree, {}), self.gone.get(tree, set())
        return any(outer in doomed or outer in gone for outer in (node, *tree.ancestors(node)))

    def remove(self, tree: Tree, node: cst.CSTNode) -> None:
        """Takes away the statement that `node` is part of, and each block that is empty then."""
        statement = tree.statement_of(node)
        if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) > 1:
            raise Refused("several statements share its line")
        if statement is not None:
            self._remove(tree, statement)
            return
        suite = next(outer for outer in tree.ancestors(node) if isinstance(outer, cst.SimpleStatementSuite))
        outer = _header_of(tree, suite)
        if isinstance(outer, cst.FunctionDef):
            self._remove_function(tree, outer)
        else:
            self._remove(tree, outer)

    def suspect(self, tree: Tree, function: cst.FunctionDef) -> None:
        """Says that the function has lost a use: it goes if that was the last."""
        self._suspects.append((tree, function))

    def _remove(self, tree: Tree, statement: cst.CSTNode) -> None:
        if self.is_doomed(tree, statement):
            return
        self._doomed.setdefault(tree, {})[statement] = None
        block = tree.parent(statement)
        if not isinstance(block, cst.IndentedBlock) or not all(self._is_nothing(tree, each) for each in block.body):
            return
        outer = tree.parent(block)
        match outer:
            case cst.FunctionDef():
                self._remove_function(tree, outer)
            case cst.If() if outer.orelse is None:
                is_elif = isinstance(tree.parent(outer), cst.If)
                if isinstance(outer.test, cst.Call) and not is_pure(outer.test) and not is_elif:
                    self._tests.setdefault(tree, {})[outer] = None
                    return
                _require_pure(outer.test)
                (self._drop_branch if is_elif else self._remove)(tree, outer)
            case cst.Else() if isinstance(tree.parent(outer), cst.If):
                self._drop_branch(tree, outer)
            case cst.For() if outer.orelse is None:
                _require_pure(outer.iter)
                self._remove(tree, outer)
            case _:
                raise Refused("a block would be empty without it")

    def _drop_branch(self, tree: Tree, branch: cst.CSTNode) -> None:
        """An `else` or a last `elif` goes by itself, and the whole `if` when nothing is left of it."""
        outer = tree.parent(branch)
        assert isinstance(outer, cst.If)
        self._doomed[tree][branch] = None
        body = outer.body
        if isinstance(body, cst.IndentedBlock) and all(self._is_nothing(tree, each) for each in body.body):
            _require_pure(outer.test)
            if isinstance(tree.parent(outer), cst.If):
                self._drop_branch(tree, outer)
            else:
                self._remove(tree, outer)

    def _is_nothing(self, tree: Tree, statement: cst.CSTNode) -> bool:
        if self.is_doomed(tree, statement) or is_text(statement):
            return True
        return isinstance(statement, cst.SimpleStatementLine) and all(isinstance(p, cst.Pass) for p in statement.body)

    # -- functions -----------------------------------------------------------------------------------------------

    def _remove_function(self, tree: Tree, function: cst.FunctionDef) -> None:
        """A function that does nothing any more goes, with the statements that call it."""
        if class_of(tree, function) is not None:
            self._remove_method(tree, function)
            return
        if function.decorators or not isinstance(tree.parent(function), cst.Module):
            raise Refused(f"nothing would be left of {function.name.value}()")
        self._doomed.setdefault(tree, {})[function] = None
        for place, name in self.uses(tree, function):
            if self.is_doomed(place, name) or self._is_releasable(place, name):
                continue
            call = place.parent(name)
            if isinstance(call, cst.Attribute):
                call = place.parent(call)
            line = place.parent(place.parent(call)) if isinstance(call, cst.Call) else None
            if not isinstance(call, cst.Call) or not isinstance(place.parent(call), cst.Expr) or line is None:
                where = f"{place.path}:{place.span(place.start(name), place.end(name)).line}"
                raise Refused(f"nothing would be left of {function.name.value}(), which {where} uses")
            for argument in call.args:
                _require_pure(argument.value)
            self.remove(place, call)
        self._drop_imports(tree, function)

    def _remove_method(self, tree: Tree, function: cst.FunctionDef) -> None:
        """A method goes where only callbacks that go mean it: what an object calls cannot be told by its name."""
        for place, name in uses_of_method(tree, function, self._files):
            if not self.is_doomed(place, name) and not self._is_releasable(place, name):
                where = f"{place.path}:{place.span(place.start(name), place.end(name)).line}"
                raise Refused(f"nothing would be left of {function.name.value}(), which {where} uses")
        self._doomed.setdefault(tree, {})[function] = None
        block = tree.parent(function)
        assert isinstance(block, cst.IndentedBlock)
        if all(self._is_nothing(tree, each) for each in block.body):
            raise Refused(f"nothing would be left of the class that {function.name.value}() is in")

    def _is_releasable(self, tree: Tree, node: cst.CSTNode) -> bool:
        return any(outer in self.releasable.get(tree, ()) for outer in tree.ancestors(node))

    def finish(self) -> None:
        """Takes away the functions that have lost their last use."""
        for tree, function in self._suspects:
            if self.is_doomed(tree, function) or not is_plain(function):
                continue
            if class_of(tree, function) is not None:
                if all(self.is_doomed(place, name) for place, name in uses_of_method(tree, function, self._files)):
                    self._remove_method(tree, function)
                continue
            if not isinstance(tree.parent(function), cst.Module):
                if all(self.is_doomed(place, name) for place, name in self.uses(tree, function)):
                    self._remove(tree, function)
                continue
            if all(self.is_doomed(place, name) for place, name in self.uses(tree, function)):
                self._doomed.setdefault(tree, {})[function] = None
                self._drop_imports(tree, function)

    def uses(self, tree: Tree, function: cst.FunctionDef) -> Iterator[tuple[Tree, cst.Name]]:
        """Every place of the app that says the function's name, its definition and imports left out.

        Raises Refused where another file may mean it in a way that cannot be told.
        """
        word = function.name.value
        for place in self._files:
            if place is not tree and not re.search(rf"\b{word}\b", place.text):
                continue
            local = {word} if place is tree else set(self._local_names(tree, place, word))
            for name in place.find_all(cst.Name):
                if name is function.name or self._is_import(place, name):
                    continue
                if place is not tree and name.value == word and not local:
                    # Something else of that name, or the module's attribute.
                    if isinstance(place.parent(name), cst.Attribute):
                        yield place, name
                elif name.value in local or (name.value == word and isinstance(place.parent(name), cst.Attribute)):
                    yield place, name
            for string in place.find_all(cst.SimpleString):
                if string.evaluated_value == word and _calls_by_name(place.text):
                    raise Refused(f"{place.path} may call {word}() by its name")

    def _local_names(self, tree: Tree, place: Tree, word: str) -> Iterator[str]:
        for module, member, alias in imported(place):
            if member == word and self._find(place.path, module) is tree:
                yield alias

    def _is_import(self, tree: Tree, name: cst.CSTNode) -> bool:
        return any(isinstance(outer, (cst.Import, cst.ImportFrom)) for outer in tree.ancestors(name))

    def _drop_imports(self, tree: Tree, function: cst.FunctionDef) -> None:
        word = function.name.value
        for place in self._files:
            if place is tree or word not in place.text:
                continue
            for statement in place.find_all(cst.ImportFrom):
                if isinstance(statement.names, cst.ImportStar):
                    continue
                module = "." * len(statement.relative) + (place.source_of(statement.module) if statement.module else "")
                if self._find(place.path, module) is not tree:
                    continue
                gone = [alias for alias in statement.names if alias.evaluated_name == word]
                if not gone:
                    continue
                self.gone.setdefault(place, set()).update(gone)
                if all(alias in self.gone[place] for alias in statement.names):
                    self.remove(place, statement)

    # -- edits ---------------------------------------------------------------------------------------------------

    def edits(self) -> Iterator[Edit]:
        """The edits of all that goes, outermost statements only."""
        for tree, doomed in self._doomed.items():
            outermost = [node for node in doomed if not any(outer in doomed for outer in tree.ancestors(node))]
            for group in runs(tree, outermost):
                yield tree.replace(*lines_of(tree, group))
        for tree, tests in self._tests.items():
            for asking in tests:
                if not self.is_doomed(tree, asking):
                    yield tree.replace(tree.start(asking), tree.start(asking.test), "")
                    end = tree.end(asking.test)
                    yield tree.replace(end, tree.text.index(":", end) + 1, "")
        for tree, aliases in self.gone.items():
            for statement in tree.find_all(cst.ImportFrom):
                if not self.is_doomed(tree, statement) and not isinstance(statement.names, cst.ImportStar):
                    yield from _without_aliases(tree, statement.names, aliases)


def without_functions(trees: Sequence[Tree], words: Collection[str], find: Importable) -> list[Edit]:
    """The edits that take those functions of the top level away which nothing in `trees` uses."""
    removal = Removal(trees, find)
    for tree in trees:
        for statement in tree.module.body:
            if isinstance(statement, cst.FunctionDef) and statement.name.value in words:
                removal.suspect(tree, statement)
    removal.finish()
    return list(removal.edits())


def is_text(statement: cst.CSTNode) -> bool:
    return (
        isinstance(statement, cst.SimpleStatementLine)
        and len(statement.body) == 1
        and isinstance(statement.body[0], cst.Expr)
        and isinstance(statement.body[0].value, (cst.SimpleString, cst.ConcatenatedString))
    )


def is_pure(node: cst.CSTNode) -> bool:
    """Whether evaluating the expression does nothing but give a value."""
    if isinstance(node, cst.Call):
        function = node.func
        known = (isinstance(function, cst.Attribute) and function.attr.value in _PURE_METHODS) or (
            isinstance(function, cst.Name) and function.value in _PURE_FUNCTIONS
        )
        return known and is_pure(function) and all(is_pure(argument.value) for argument in node.args)
    if isinstance(node, cst.BaseExpression) and not isinstance(node, _PURE):
        return False
    return all(
        is_pure(child) for child in node.children if isinstance(child, (cst.BaseExpression, cst.BaseSlice, *_PURE))
    )


def _require_pure(node: cst.CSTNode) -> None:
    if not is_pure(node):
        raise Refused("what stands around it does more than to test")


def only_assigns(function: cst.FunctionDef) -> bool:
    """Whether all that a function does is to assign pure values, under tests and in loops."""
    return is_plain(function) and _assigns(function.body)


def _assigns(block: cst.CSTNode) -> bool:
    if isinstance(block, (cst.IndentedBlock, cst.SimpleStatementSuite)):
        return all(_assigns(each) for each in block.body)
    match block:
        case cst.SimpleStatementLine():
            return all(_assigns(each) for each in block.body)
        case cst.Assign():
            inside = all(isinstance(each.target, (cst.Subscript, cst.Attribute)) for each in block.targets)
            return inside and is_pure(block.value)
        case cst.Expr():
            return is_pure(block.value)
        case cst.Pass():
            return True
        case cst.If():
            return is_pure(block.test) and _assigns(block.body) and (block.orelse is None or _assigns(block.orelse))
        case cst.Else():
            return _assigns(block.body)
        case cst.For():
            return is_pure(block.iter) and _assigns(block.body) and block.orelse is None
    return False


def _calls_by_name(text: str) -> bool:
    return "getattr(" in text or "globals(" in text


def _header_of(tree: Tree, suite: cst.SimpleStatementSuite) -> cst.CSTNode:
    """The statement of which the suite is all: `if test: statement`."""
    outer = tree.parent(suite)
    if len(suite.body) > 1:
        raise Refused("several statements share its line")
    match outer:
        case cst.If():
            if outer.orelse is not None:
                raise Refused("one branch of an `if` would be empty")
            _require_pure(outer.test)
        case cst.For():
            _require_pure(outer.iter)
        case cst.FunctionDef():
            pass
        case _:
            raise Refused("several statements share its line")
    return outer


def _without_aliases(tree: Tree, names: Sequence[cst.ImportAlias], gone: set[cst.CSTNode]) -> Iterator[Edit]:
    for place, alias in enumerate(names):
        if alias not in gone:
            continue
        if any(other not in gone for other in names[place + 1 :]):
            yield tree.replace(tree.start(alias), tree.start(names[place + 1]), "")
        else:
            yield tree.replace(tree.end(names[place - 1]), tree.end(alias), "")
