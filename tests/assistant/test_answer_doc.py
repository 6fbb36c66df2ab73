"""docs/answer.md says what `Answer` is: its tables are held to the JSON Schema."""

import re
from pathlib import Path

import pytest

from assistant import answer as events
from assistant.answer import Answer

DOC = (Path(__file__).parents[2] / "docs" / "answer.md").read_text(encoding="utf-8")
SCHEMA = Answer.model_json_schema()
MODELS = {"Answer": SCHEMA, **SCHEMA["$defs"]}


def rows(heading):
    """The rows of the table under a heading, as lists of cells."""
    section = re.split(r"^## ", DOC, flags=re.MULTILINE)
    (found,) = [part for part in section if part.splitlines()[0] == heading]
    lines = [line for line in found.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def type_of(schema):
    """A JSON Schema's type in the words of the tables."""
    if "anyOf" in schema:
        return " or ".join(type_of(option) for option in schema["anyOf"])
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if schema["type"] == "array":
        (items,) = {type_of(each) for each in schema.get("prefixItems") or [schema["items"]]}
        return f"array of {items}"
    if schema["type"] == "object":
        return f"object of {type_of(schema['additionalProperties'])}"
    return schema["type"]


@pytest.mark.parametrize("model", MODELS)
def test_each_field_stands_in_the_table_with_its_type(model):
    fields = MODELS[model]["properties"]
    told = [(name.strip("`"), kind) for name, kind, _ in rows(model)]
    assert told == [(name, type_of(schema)) for name, schema in fields.items()]


@pytest.mark.parametrize("model", MODELS)
def test_each_value_that_a_field_may_have_is_explained(model):
    meanings = {name.strip("`"): meaning for name, _, meaning in rows(model)}
    for name, schema in MODELS[model]["properties"].items():
        told = set(re.findall(r"`(\w+)`(?=:|;)", meanings[name])) if "enum" in schema else set()
        assert told == set(schema.get("enum", ()))


def test_each_event_stands_in_its_table():
    told = {(event.strip("`"), field.strip("`")) for event, field, _ in rows("Events of a stream")}
    kinds = [getattr(events, name) for name in dir(events) if re.fullmatch(r"\w+Event", name)]
    assert told == {(kind.__name__, field) for kind in kinds for field in kind.model_fields}


def test_the_example_is_an_answer_whose_citations_hold():
    (example,) = re.findall(r"```json\n(.*?)```", DOC, flags=re.DOTALL)
    answer = Answer.model_validate_json(example)
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
    assert answer.status == "answered"
    for sentence in answer.sentences:
        for citation in sentence.citations:
            passage = answer.passages[citation.number - 1]
            start = citation.start - passage.start
            assert passage.text[start : citation.end - passage.start] == citation.quote
