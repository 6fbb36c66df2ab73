"""The comparison of ways to search, on a file of three paragraphs."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from eval.bench.ablate import interval, main, read_retrieval_dataset
from eval.bench.search_methods import fuse_ranks, searches
from tests.vectorstore.cross_encoder import make_cross_encoder
from vectorstore import CiteraError

_PARAGRAPHS = {
    "The bridge at Zwolle opened in May.": "When did the bridge open?",
    "The harvest of olives was poor this year.": "How was the olive harvest?",
    "A comet was seen from the Atacama desert.": "What was seen from the desert?",
}


def _write(path: Path) -> Path:
    paragraphs = [
        {"context": text, "qas": [{"id": text, "question": question, "answers": []}]}
        for text, question in _PARAGRAPHS.items()
    ]
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_a_limit_spreads_the_questions_over_the_file(tmp_path: Path) -> None:
    path = _write(tmp_path / "news.en.json")
    assert [name for _, name in read_retrieval_dataset(path).questions] == ["0", "1", "2"]
    assert len(read_retrieval_dataset(path, limit=2).questions) == 2


def test_the_interval_tells_a_difference_from_none() -> None:
    right, wrong = np.zeros(200, int), np.ones(200, int)
    mixed = np.arange(200) % 2
    assert interval(right, wrong) == (1.0, 1.0)
    low, high = interval(mixed, mixed[::-1])
    assert low < 0 < high


def test_rank_fusion_puts_first_what_several_lists_have_near_the_top() -> None:
    lists = [lambda _: ["a", "b", "c"], lambda _: ["d", "b"], lambda _: ["e", "b"]]
    assert fuse_ranks(lists, "?")[0] == "b"
    assert set(fuse_ranks(lists, "?")) == set("abcde")


def test_a_package_that_is_missing_is_named(small_store, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_classic.retrievers", None)
    with pytest.raises(CiteraError, match="pip install langchain-classic"):
        next(searches(small_store, {}))


def test_every_method_is_in_the_table(tmp_path: Path) -> None:
    path = str(_write(tmp_path / "news.en.json"))
    reranker = make_cross_encoder(tmp_path / "judge")
    result = CliRunner().invoke(main, [path, "--reranker", str(reranker)])
    assert result.exit_code == 0, result.output
    rows = {line[:32].strip(): line[32:].split() for line in result.output.splitlines()}
    assert rows["all"][0] == "1.000"
    named = {"BM25", "plain rank fusion (RRF)", "LangChain EnsembleRetriever", "without tokens"}
    assert named | {"passage vectors (plain dense)", "all, reranked"} <= rows.keys()
    assert float(rows["all"][-1]) == pytest.approx(0)
