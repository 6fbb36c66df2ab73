"""The export to ragas: read as ragas' `SingleTurnSample` is, which is not installed here."""

import json
from typing import Optional

import pytest
from pydantic import BaseModel, ConfigDict

from eval.metrics.retrieval import id_based_context_precision
from eval.report.ragas_export import write_ragas
from tests.eval.runs import GOLD, OTHER, outcome, question, retrieved, run_of, small_outcomes
from vectorstore.errors import CiteraError


class SingleTurnSample(BaseModel):
    """The fields of ragas 0.3 and 0.4 that a question can have; any other is an error here."""

    model_config = ConfigDict(extra="forbid", strict=True)

    user_input: Optional[str] = None  # noqa: UP045 - as in ragas
    retrieved_contexts: list[str] | None = None
    reference_contexts: list[str] | None = None
    retrieved_context_ids: list[str | int] | None = None
    reference_context_ids: list[str | int] | None = None
    response: str | None = None
    reference: str | None = None


def export(outcomes, tmp_path) -> dict[str, SingleTurnSample]:
    path = tmp_path / "new" / "run.jsonl"
    write_ragas(run_of(outcomes), path)
    with path.open(encoding="ascii") as file:
        lines = [json.loads(line) for line in file]
    return {
        o.question.id: SingleTurnSample(**line) for o, line in zip(outcomes, lines, strict=True)
    }


def test_every_question_is_a_sample(tmp_path):
    samples = export(small_outcomes(), tmp_path)
    right = samples["right"]
    assert right.user_input == "Who was the first master of the port?"
    assert right.response == "Ida Berg."
    assert right.reference == "Ida Berg"
    assert right.retrieved_contexts == [OTHER, GOLD]
    assert right.reference_contexts == [GOLD]
    assert samples["missing-part"].reference == "Ida Berg; 1912"
    assert samples["hallucinated"].reference == "The articles do not answer this question."
    assert samples["hallucinated"].reference_context_ids == []
    assert samples["fault"].response is None
    assert samples["wrongly-refused"].response == "The articles do not answer this question."


def test_ids_tell_what_was_found_and_what_was_missed(tmp_path):
    found = outcome(question("found"), None, correct=None)
    missed = outcome(question("missed"), None, correct=None, found=retrieved(OTHER))
    samples = export([found, missed], tmp_path)
    assert samples["found"].retrieved_context_ids == ["port.txt:0-24", "port.txt:25-55"]
    assert samples["found"].reference_context_ids == ["port.txt:25-55"]
    assert samples["missed"].retrieved_context_ids == ["port.txt:0-24"]
    assert samples["missed"].reference_context_ids == ["port.txt:25-55"]


def test_ragas_id_based_precision_comes_out_as_here(tmp_path):
    found = outcome(question("q"), None, correct=None)
    sample = export([found], tmp_path)["q"]
    both = set(sample.retrieved_context_ids) & set(sample.reference_context_ids)
    relevant = [each.relevant for each in found.retrieved]
    assert len(both) / len(sample.retrieved_context_ids) == id_based_context_precision(relevant)


def test_text_of_any_script_stays_on_its_line(tmp_path):
    text = "من كان\u2028أول مدير؟\n«\x85»"
    sample = export([outcome(question("q", text=text), None, correct=None)], tmp_path)["q"]
    assert sample.user_input == text


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("here")
    with pytest.raises(CiteraError, match="cannot be written"):
        write_ragas(run_of(small_outcomes()), tmp_path / "file" / "run.jsonl")
