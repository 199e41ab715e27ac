"""Methods of an app's own classes, as callbacks: which one `self.save` means, and who else may mean it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.fixes.tree import Tree

_OWN = frozenset({"self", "cls"})
_PLAIN_DECORATORS = frozenset({"staticmethod", "classmethod"})


def class_of(tree: Tree, function: cst.FunctionDef) -> cst.ClassDef | None:
    """The class of the file's top level that a function is a method of; None for any other function."""
    block = tree.parent(function)
    owner = tree.parent(block) if isinstance(block, cst.IndentedBlock) else None
    return owner if isinstance(owner, cst.ClassDef) and isinstance(tree.parent(owner), cst.Module) else None


def method_named(tree: Tree, named: cst.Attribute) -> cst.FunctionDef | None:
    """The method that `self.name`, `cls.name` or `Class.name` means; None where that cannot be told."""
    if not isinstance(named.value, cst.Name):
        return None
    owner = named.value.value
    around = next((outer for outer in tree.ancestors(named) if isinstance(outer, cst.ClassDef)), None)
    if owner not in _OWN:
        found = [each for each in tree.find_all(cst.ClassDef) if each.name.value == owner]
        around = found[0] if len(found) == 1 else None
    if around is None:
        return None
    methods = [each for each in around.body.body if isinstance(each, cst.FunctionDef)]
    named_so = [each for each in methods if each.name.value == named.attr.value]
    return named_so[0] if len(named_so) == 1 else None


def is_plain(function: cst.FunctionDef) -> bool:
    """Whether no decorator does anything but to say what a method is bound to."""
    return all(
        isinstance(each.decorator, cst.Name) and each.decorator.value in _PLAIN_DECORATORS
        for each in function.decorators
    )


def uses_of_method(tree: Tree, function: cst.FunctionDef, files: Iterable[Tree]) -> Iterator[tuple[Tree, cst.Name]]:
    """Every place of `files` that says the method's name and may mean it. Raises Refused where its class inherits."""
    owner, word = class_of(tree, function), function.name.value
    if owner is None or owner.bases or owner.keywords or not is_plain(function):
        raise Refused(f"{word}() belongs to a class that others may change")
    for place in files:
        for name in place.find_all(cst.Name) if word in place.text else ():
            if name.value != word or name is function.name:
                continue
            attribute = place.parent(name)
            if (
                isinstance(attribute, cst.Attribute)
                and attribute.attr is name
                and not _is_another(place, attribute, owner)
            ):
                yield place, name
        for string in place.find_all(cst.SimpleString) if word in place.text else ():
            if string.evaluated_value == word and "getattr(" in place.text:
                raise Refused(f"{place.path} may call {word}() by its name")


def _is_another(tree: Tree, attribute: cst.Attribute, owner: cst.ClassDef) -> bool:
    """Whether what is named belongs to another class: one that inherits nothing, and speaks of itself."""
    around = next((outer for outer in tree.ancestors(attribute) if isinstance(outer, cst.ClassDef)), None)
    is_own = isinstance(attribute.value, cst.Name) and attribute.value.value in _OWN
    return around is not None and around is not owner and is_own and not around.bases
