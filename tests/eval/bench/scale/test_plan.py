"""The arithmetic of the plan, against sums that were reckoned by hand."""

from pathlib import Path

import pytest
import regex

from eval.bench.scale.plan import EARLIER, Assumptions, Basis, Needs, plan_rows
from tests.eval.bench.scale.reports import measured, report
from vectorstore.errors import CiteraError

SMALL = Assumptions(articles=3_600_000, passages_an_article=10, gpu_passages_a_second=100.0)
STORES = report(measured(1000), measured(101_000, memory_mib=500.0, core_ms=50.0))
BASIS = Basis.of(STORES)
BENCHMARKS = Path(__file__).parents[4] / "docs" / "benchmarks.md"


def test_needs_are_those_of_the_largest_store():
    needs = Needs.of(BASIS, SMALL)
    assert needs.passages == 36_000_000
    assert needs.embedding_core_hours == pytest.approx(1000)
    assert needs.gpu_hours == pytest.approx(100)
    assert needs.storing_core_hours == pytest.approx(100)
    assert needs.disk_tb == pytest.approx(0.72)
    # 200 MiB more for 100,000 passages more.
    assert needs.memory_gib == pytest.approx(36_000_000 * 200 / 100_000 / 1024)
    assert needs.shards == 357
    assert needs.question_core_seconds == pytest.approx(17.85)


def test_nodes_have_room_for_each_need():
    assumed = Assumptions(
        SMALL.articles, SMALL.passages_an_article, questions_a_second=10.0, node_disk_tb=1,
        node_memory_gib=50, node_cores=10,
    )  # fmt: skip
    # 70.3 GiB of 40, 0.72 TB of 0.8, and 178.5 core-seconds a second of 6.
    assert Needs.of(BASIS, assumed).nodes(assumed) == {"memory": 2, "disk": 1, "searches": 30}


def test_every_row_shows_its_arithmetic():
    rows = {what: (value, arithmetic) for what, value, arithmetic in plan_rows(STORES, SMALL)}
    assert rows["embedding on processors"] == (
        "1,000 core-hours",
        "36 million ÷ 10.0 passages a core and second",
    )
    assert rows["disk"] == ("0.7 TB", "36 million × 20.0 kB, as measured above")
    assert rows["a question, on all shards"] == (
        "18 core-seconds",
        "357 × 50.0 ms of a core, as measured above",
    )
    assert "not measured" in rows["embedding on GPUs"][1]


def test_small_stores_do_not_tell_what_more_passages_take():
    small = Basis.of(report(measured(1000), measured(2000, memory_mib=9000.0)))
    assert small.stored == pytest.approx(100)
    needs = Needs.of(small, SMALL)
    assert needs.shards == 72
    assert needs.disk_tb == pytest.approx(36_000_000 * 11_461 / 1e12)
    assert needs.question_core_seconds == pytest.approx(6.48)


def test_the_disk_of_the_earlier_benchmark_is_that_of_its_page():
    row = regex.search(r"^\| all \|.*\| ([\d,]+) \|$", BENCHMARKS.read_text("utf-8"), regex.M)
    assert row[1] == f"{EARLIER.disk_bytes // EARLIER.passages:,}"


@pytest.mark.parametrize("stores", [(), (measured(1000, "servers"),)])
def test_a_plan_needs_a_store_in_a_folder(stores):
    with pytest.raises(CiteraError, match="a store in a folder"):
        list(plan_rows(report(*stores)))
