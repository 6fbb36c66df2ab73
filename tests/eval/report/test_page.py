"""The page of a run: what stands in it, and that texts never become HTML or script."""

import re
from html.parser import HTMLParser

import pytest

from eval.report.page import render_page, write_html
from eval.report.plots import curve_plot, latency_bars, share_x
from eval.report.questions import Fragment, anchor, fragments
from eval.run.outcomes import Run
from tests.eval.runs import GOLD, answer, outcome, question, retrieved, run_of, small_outcomes
from vectorstore.errors import CiteraError

HOSTILE = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>{{ 7*7 }} &lt;b&gt;'


class Tags(HTMLParser):
    """The elements of a page, with their attributes, and the text of each `pre`-like place."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def hostile_run(language: str = HOSTILE) -> Run:
    """A run in which every text that comes from outside tries to be HTML."""
    found = retrieved(GOLD)[0].model_copy(update={"text": HOSTILE, "source": HOSTILE})
    asked = question(HOSTILE, text=HOSTILE, language=language).model_copy(
        update={"note": HOSTILE, "wrong": (HOSTILE,)}
    )
    said = answer(HOSTILE, GOLD)
    quoted = said.sentences[0].citations[0].model_copy(update={"quote": HOSTILE})
    sentence = said.sentences[0].model_copy(update={"citations": (quoted,)})
    said = said.model_copy(update={"sentences": (sentence,), "notice": HOSTILE, "model": HOSTILE})
    run = run_of(
        [
            outcome(asked, said, found=(found,)),
            outcome(question("hostile-fault"), None, correct=False, fault=HOSTILE, found=()),
        ],
        HOSTILE,
    )
    return run.model_copy(
        update={"model": HOSTILE, "settings": {HOSTILE: HOSTILE}, "versions": {HOSTILE: HOSTILE}}
    )


def test_hostile_text_stays_text():
    page = Tags(render_page(hostile_run(), hostile_run()))
    assert page.named("img") == []
    assert len(page.named("script")) == 1
    assert not any(name.startswith("on") for _, attributes in page.found for name in attributes)
    assert page.text.count(HOSTILE) > 10
    assert "49 &lt;b&gt;" not in page.text


def test_nothing_is_asked_of_another_place():
    page = Tags(render_page(run_of(small_outcomes())))
    assert page.named("link") == []
    assert [a for _, a in page.found if a.get("src")] == []
    assert all(a["href"].startswith("#") for a in page.named("a"))
    (policy,) = [a["content"] for a in page.named("meta") if "http-equiv" in a]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_every_question_is_there_with_what_became_of_it():
    page = Tags(render_page(run_of(small_outcomes())))
    shown = {a["id"]: a["data-diagnosis"] for a in page.named("article")}
    assert shown == {
        f"q-{each.question.id}": each.question.id.removesuffix("-refusal")
        for each in small_outcomes()
    }


def test_the_summary_has_each_metric_with_its_interval():
    run = run_of(small_outcomes())
    text = " ".join(Tags(render_page(run)).text.split())
    known = run.summary["error_rate"]
    assert known.low < known.high
    assert f"{known.value:.3f} {known.low:.3f}–{known.high:.3f} {known.count}" in text
    assert text.count("(lower is better)") == 4
    assert "language: fr" in text
    assert "100 input tokens a question" in text
    assert "512 MiB" in text


def test_a_second_run_is_shown_beside_the_first():
    before = small_outcomes()
    after = [each for each in before if each.question.id != "wrongly-refused"]
    after.append(outcome(question("wrongly-refused", language="fr"), answer("Ida Berg.", GOLD)))
    page = Tags(render_page(run_of(after, "second"), run_of(before)))
    (changed,) = [a for a in page.named("article") if a["data-change"] == "better"]
    assert changed["id"] == "q-wrongly-refused"
    text = " ".join(page.text.split())
    assert "Against first" in text
    assert "1 became right, 0 became wrong: may be chance" in text
    assert "1 answer changed in text or cited spans, of 10." in text
    assert "Wrongly refused → Right" in text
    assert "Against first" not in render_page(run_of(after, "second"))


def test_runs_of_retrieval_only_and_of_nothing_have_a_page(tmp_path):
    alone = [outcome(question("q"), None, correct=None)]
    write_html(run_of(alone), tmp_path / "new" / "alone.html")
    page = Tags((tmp_path / "new" / "alone.html").read_text(encoding="utf-8"))
    assert "this run is of retrieval only" in page.text
    assert page.named("polyline") == []
    assert "0 questions" in render_page(run_of([]))


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(CiteraError, match="cannot be written"):
        write_html(run_of(small_outcomes()), tmp_path)
    assert list(tmp_path.parent.glob("*.part")) == []


def test_passages_are_cut_where_gold_and_cited_begin_and_end():
    cut = fragments("abcdefgh", gold=[(2, 5)], cited=[(4, 20), (-9, 1)])
    assert cut == (
        Fragment("a", gold=False, cited=True),
        Fragment("b", gold=False, cited=False),
        Fragment("cd", gold=True, cited=False),
        Fragment("e", gold=True, cited=True),
        Fragment("fgh", gold=False, cited=True),
    )
    assert fragments("", [], []) == ()


def test_gold_and_cited_words_are_marked_in_the_passages():
    page = render_page(run_of([outcome(question("q"), answer("Ida Berg.", GOLD))]))
    assert f'<mark class="gold cited">{GOLD}</mark>' in page


def test_anchors_are_fit_for_addresses():
    assert re.fullmatch(r"q-[\w.%~-]+", anchor('a b/c"<é#'))
    assert anchor("a b") != anchor("a%20b")


def test_plots_stay_within_their_frames():
    assert share_x(-1) == share_x(0) == 5
    assert share_x(2) == share_x(1) == 155
    (fast, slow) = latency_bars(
        {"total": {"p50": 2, "p95": 3, "max": 4}, "passages": {"p50": 0.1, "p95": 0.2, "max": 0.4}}
    )
    assert (fast.stage, slow.stage) == ("passages", "total")
    assert slow.x["max"] == 155
    assert fast.x["max"] == 20
    plot = curve_plot(run_of(small_outcomes()), None)
    assert plot is not None
    for point in plot.points.split():
        across, down = map(float, point.split(","))
        assert 0 <= across <= 300
        assert 0 <= down <= 180
