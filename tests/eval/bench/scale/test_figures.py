"""The file of the figures, which grows by one store after the other."""

import pytest

from eval.bench.scale.figures import Case, NotMeasured, read_report, write_report
from tests.eval.bench.scale.reports import measured, report
from vectorstore.errors import CiteraError


def test_a_report_is_read_as_it_was_written(tmp_path):
    whole = report(measured(1000), measured(1000, "servers"))
    whole = whole.with_case(NotMeasured(Case(10, "folder", "random"), "no disk"))
    write_report(tmp_path / "figures.json", whole)
    assert read_report(tmp_path / "figures.json") == whole


def test_a_store_that_is_measured_takes_the_place_of_what_was_known():
    first = report(measured(10))
    missing = first.with_case(NotMeasured(measured(1000).case, "no time"))
    assert [each.case.passages for each in missing.measured] == [10]
    assert not missing.has(measured(1000).case)
    again = missing.with_case(measured(1000, core_ms=1.0))
    assert again.not_measured == ()
    assert [each.search.core_ms for each in again.of("folder")] == [18.0, 1.0]
    assert again.of("servers") == []


def test_figures_stay_where_they_cannot_be_measured_again():
    known = report(measured(10), measured(1000))
    assert known.with_case(NotMeasured(measured(1000).case, "no time")) == known


@pytest.mark.parametrize("text", ["{}", "[", '{"machine": {}, "measured": [1]}'])
def test_another_file_is_refused(tmp_path, text):
    (tmp_path / "other.json").write_text(text)
    with pytest.raises(CiteraError, match="not a file of this benchmark"):
        read_report(tmp_path / "other.json")
