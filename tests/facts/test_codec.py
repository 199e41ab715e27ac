from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keylint.facts import codec
from keylint.facts.codec import decode_facts, encode
from keylint.facts.expressions import Binary, Constant, Expression, Name, Sequence
from keylint.facts.extract import extract
from keylint.facts.module import Comment, ModuleFacts
from keylint.facts.source import Source
from keylint.facts.statements import Evaluate
from keylint.findings import Span
from tests.facts.reading import REAL_FILES, outline, read_file
from tests.facts.test_positions import CODE

if TYPE_CHECKING:
    from pathlib import Path

NOWHERE = Span(1, 1, 1, 1)


def module_of(value: Expression) -> ModuleFacts:
    return ModuleFacts((Evaluate(value, value.span),), (), 1)


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_facts_of_real_files_survive(path: Path) -> None:
    facts = extract(read_file(path))
    assert decode_facts(encode(facts)) == facts


def test_every_construct_survives() -> None:
    facts = extract(Source(f"{CODE}x = 1  # noqa: KEY101\n"))
    assert facts.comments
    assert decode_facts(encode(facts)) == facts


def test_an_empty_file_survives() -> None:
    assert decode_facts(encode(ModuleFacts((), (), 0))) == ModuleFacts((), (), 0)


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters())
spans = st.builds(Span, *[st.integers(0, 2**32 - 1)] * 4)


@given(st.lists(st.builds(Constant, scalars, spans)))
def test_constants_keep_value_type_and_place(constants: list[Constant]) -> None:
    facts = module_of(Sequence("list", tuple(constants), NOWHERE))
    read = decode_facts(encode(facts))
    assert read == facts
    assert outline(read) == outline(facts)  # tells 1, 1.0 and True apart, and 0.0 and -0.0


def test_lone_surrogates_survive() -> None:
    facts = module_of(Constant("\ud800", NOWHERE))
    assert decode_facts(encode(facts)) == facts


def test_depth_is_no_limit() -> None:
    value: Expression = Name("a", NOWHERE)
    for _ in range(20_000):
        value = Binary("+", value, Name("b", NOWHERE), NOWHERE)
    (statement,) = decode_facts(encode(module_of(value))).body
    depth = 0
    assert isinstance(statement, Evaluate)
    read = statement.value
    while isinstance(read, Binary):
        depth += 1
        read = read.left
    assert depth == 20_000


ENCODED = encode(extract(Source("import streamlit as st\nst.text_input('a', key='k')  # noqa\n")))


@given(st.integers(0, len(ENCODED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(position: int, change: int) -> None:
    damaged = bytearray(ENCODED)
    damaged[position] ^= change
    with pytest.raises(ValueError, match="not the facts"):
        decode_facts(bytes(damaged))


@given(st.binary() | st.integers(0, len(ENCODED) - 1).map(lambda length: ENCODED[:length]))
def test_other_data_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not the facts"):
        decode_facts(data)


@given(st.binary() | st.binary().map(lambda rest: b"\x08\0\0\0[[],[[]]" + rest))
def test_data_that_was_forged_is_refused_without_harm(payload: bytes) -> None:
    forged = codec._digest(payload) + payload
    with pytest.raises(ValueError, match=r"not (the )?facts"):
        decode_facts(forged)


@given(st.data())
def test_forged_columns_do_no_harm(data: st.DataObject) -> None:
    payload = bytearray(ENCODED[codec._DIGEST_BYTES :])
    for _ in range(data.draw(st.integers(1, 5))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    try:
        facts = decode_facts(codec._digest(bytes(payload)) + payload)
    except ValueError:
        return
    assert isinstance(facts, ModuleFacts)


def test_facts_of_another_model_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "SCHEMA", "another")
    with pytest.raises(ValueError, match="version"):
        decode_facts(ENCODED)


def test_the_schema_follows_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codec._schema() == codec.SCHEMA
    monkeypatch.setattr(codec, "_CLASSES", [kind for kind in codec._CLASSES if kind is not Comment])
    assert codec._schema() != codec.SCHEMA


def test_what_is_no_fact_is_not_written() -> None:
    with pytest.raises(KeyError):
        encode(module_of(Constant(b"bytes", NOWHERE)))  # type: ignore[arg-type]


def test_reading_facts_imports_no_parser() -> None:
    code = "import sys, keylint.facts.codec, keylint.facts.source; print([m for m in sys.modules if 'libcst' in m])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
