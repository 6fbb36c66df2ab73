"""JSON Lines files are read as models, and a line that is none is named."""

import pytest
from pydantic import BaseModel

from eval.datasets.json_lines import read_json_lines
from vectorstore.errors import CiteraError


class Town(BaseModel):
    name: str
    inhabitants: int


def test_each_line_is_a_model(tmp_path):
    path = tmp_path / "towns.jsonl"
    path.write_text(
        '{"name": "Ærø", "inhabitants": 6}\n{"name": "Ry", "inhabitants": 7}\n', "utf-8"
    )
    assert [town.name for town in read_json_lines(path, Town)] == ["Ærø", "Ry"]


def test_a_bad_line_is_named_with_its_field(tmp_path):
    path = tmp_path / "towns.jsonl"
    path.write_text('{"name": "Ry", "inhabitants": 7}\n{"name": "Ry"}\n', "utf-8")
    with pytest.raises(CiteraError, match=r"towns\.jsonl, line 2: inhabitants: Field required"):
        list(read_json_lines(path, Town))


def test_no_text_ends_its_line(tmp_path):
    path = tmp_path / "towns.jsonl"
    path.write_text('{"name": "Ry\u2028Ærø\x85", "inhabitants": 6}\n', "utf-8")
    (town,) = read_json_lines(path, Town)
    assert town.name == "Ry\u2028Ærø\x85"
