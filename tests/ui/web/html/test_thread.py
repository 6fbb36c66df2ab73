"""Tests of thread.py: what is shown of a conversation, and that no text becomes HTML."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from assistant.answer import DroppedSentence
from tests.ui.answers import answer, citation, cited_passage
from ui.web.html.thread import render_thread, render_welcome
from ui.web.i18n.choose import ENGLISH, FRENCH
from ui.web.state.exchange import Exchange
from vectorstore.article import Article

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> \"'><b>bold</b> {question} {0} ${value}"
    " [link](javascript:alert(3)) &lt;i&gt; `code`"
)


class Page(HTMLParser):
    """The elements, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]


@pytest.fixture
def article() -> Article:
    return Article(text="First words. The proof is here. Last words.", title="News", source="n.txt")


@pytest.fixture
def answered(article: Article) -> Exchange:
    first = cited_passage(article, "First words.")
    second = cited_passage(article, "The proof is here.")
    made = answer([first, second], ("It is so.", (citation(2, second, "proof"),)))
    return Exchange("Why?", "done", (first, second), answer=made, seconds=1.25)


def page(*exchanges: Exchange, words=ENGLISH) -> Page:
    return Page(render_thread(exchanges, words, Markup("")))


def test_a_citation_is_a_chip_that_holds_its_place_and_quote(answered):
    (chip,) = page(answered).with_class("cite")
    assert (chip["data-number"], chip["data-turn"]) == ("2", answered.id)
    assert (chip["data-start"], chip["data-end"]) == ("17", "22")
    assert chip["data-quote"] == "proof"
    assert chip["aria-label"] == "Source 2: News"


def test_passages_are_numbered_as_found_and_the_uncited_step_back(answered):
    cards = page(answered).with_class("card")
    assert [card["data-number"] for card in cards] == ["1", "2"]
    assert ["is-dim" in card["class"] for card in cards] == [True, False]


def test_two_quotes_of_one_passage_share_a_chip(article):
    passage = cited_passage(article, "The proof is here.")
    quotes = (citation(1, passage, "The proof"), citation(1, passage, "here"))
    done = Exchange("Why?", "done", (passage,), answer=answer([passage], ("So.", quotes)))
    (chip,) = page(done).with_class("cite")
    assert chip["data-quote"] == "The proof … here"


def test_a_sentence_without_proof_is_marked_as_such(article):
    passage = cited_passage(article, "First words.")
    done = Exchange("Why?", "done", (passage,), answer=answer([passage], ("Perhaps.", ())))
    (unproved,) = page(done).with_class("unproved")
    assert unproved["title"] == ENGLISH.no_quote


def test_an_article_s_own_words_stand_in_quotation_marks(article):
    passage = cited_passage(article, "The proof is here.")
    made = answer([passage], (HOSTILE, (citation(1, passage, "proof"),)))
    (sentence,) = made.sentences
    for quoted in (True, False):
        told = made.model_copy(
            update={"sentences": (sentence.model_copy(update={"quoted": quoted}),)}
        )
        shown = page(Exchange("Why?", "done", (passage,), answer=told))
        assert ("q" in dict(shown.elements)) == quoted
        assert HOSTILE in shown.text


def test_the_words_of_a_quotation_that_answer_are_in_bold(article):
    passage = cited_passage(article, "The proof is here.")
    quote = citation(1, passage, "The proof is here.")
    quote = quote.model_copy(update={"span": (quote.start + 4, quote.start + 9)})
    made = answer([passage], ("The proof is here.", (quote,)))
    quoted = made.sentences[0].model_copy(update={"quoted": True})
    told = made.model_copy(update={"sentences": (quoted,)})
    done = Exchange("Why?", "done", (passage,), answer=told)
    html = render_thread([done], ENGLISH, Markup(""))
    assert '<q dir="auto">The <strong>proof</strong> is here.</q>' in html
    assert ENGLISH.quoted in html
    assert ENGLISH.answered not in html


def test_the_quoted_answer_stays_above_what_the_model_is_writing(answered):
    html = render_thread(
        [replace(answered, stage="phrasing", draft="It is writing")], ENGLISH, Markup("")
    )
    assert html.index("It is so.") < html.index("It is writing")
    done = render_thread([replace(answered, draft="It is writing")], ENGLISH, Markup(""))
    assert "It is writing" not in done


def test_quotations_beside_the_models_words_have_a_paragraph_of_their_own(article):
    passage = cited_passage(article, "The proof is here.")
    proof = (citation(1, passage, "proof"),)
    made = answer([passage], ("So it is.", proof), ("proof", proof))
    own, quoted = made.sentences
    quoted = quoted.model_copy(update={"quoted": True})
    both = made.model_copy(update={"sentences": (own, quoted)})
    alone = made.model_copy(update={"sentences": (quoted,)})
    shown = [page(Exchange("Why?", "done", (passage,), answer=each)) for each in (both, alone)]
    assert [len(each.with_class("beside")) for each in shown] == [1, 0]


def test_a_quotation_comes_with_its_translation_marked_as_such(article):
    passage = cited_passage(article, "The proof is here.")
    made = answer([passage], ("La preuve.", (citation(1, passage, "proof"),)))
    (sentence,) = made.sentences
    told = made.model_copy(
        update={"sentences": (sentence.model_copy(update={"translation": HOSTILE}),)}
    )
    shown = page(Exchange("Why?", "done", (passage,), answer=told))
    (translation,) = shown.with_class("translation")
    assert translation["title"] == ENGLISH.translated
    assert HOSTILE in shown.text
    without = page(Exchange("Why?", "done", (passage,), answer=made))
    assert not without.with_class("translation")


def test_translations_can_be_asked_for_where_there_are_none_and_none_is_under_way(answered):
    def shown(exchange: Exchange, *translatable: str) -> Page:
        return Page(render_thread([exchange], ENGLISH, Markup(""), translatable))

    def buttons(page: Page) -> list[str | None]:
        acts = (each for _, each in page.elements if each.get("data-event") == "expand")
        return [each["aria-label"] for each in acts]

    assert buttons(shown(answered, answered.id)) == [ENGLISH.translate]
    assert buttons(shown(answered)) == []
    working = shown(replace(answered, translating=True, told=HOSTILE), answered.id)
    assert buttons(working) == []
    assert HOSTILE in working.text


def test_what_was_left_out_is_shown_on_request_with_its_reason_and_source(article):
    passage = cited_passage(article, "The proof is here.")
    left_out = DroppedSentence(
        text=HOSTILE, reason="unsupported", citations=(citation(1, passage, "proof"),)
    )
    made = answer([passage], ("So.", ())).model_copy(
        update={"dropped": (left_out,), "unanswered": ("And when?",)}
    )
    shown = page(Exchange("Why?", "done", (passage,), answer=made))
    assert "dropped" in dict(shown.elements)["details"]["class"]
    assert "open" not in dict(shown.elements)["details"]
    assert shown.text.count(HOSTILE) == 1
    assert ENGLISH.unsupported in shown.text
    assert shown.with_class("cite")[0]["data-number"] == "1"
    assert "do not answer: And when?" in shown.text


def test_passages_show_while_the_answer_is_awaited(answered):
    reading = Exchange("Why?", "reading", answered.passages, seconds=0.31)
    shown = page(reading)
    assert len(shown.with_class("card")) == 2
    assert not shown.with_class("actions")
    assert ENGLISH.reading in shown.text
    assert "0.3 s" in shown.text


def test_a_draft_is_set_apart_from_a_checked_answer(answered):
    writing = Exchange("Why?", "checking", answered.passages, draft="It is")
    assert page(writing).with_class("draft")
    assert not page(answered).with_class("draft")


def test_an_unanswered_question_says_so(article):
    passage = cited_passage(article, "First words.")
    shown = page(Exchange("Who?", "done", (passage,), answer=answer([passage])))
    assert ENGLISH.not_found in shown.text
    assert "The article does not say." in shown.text
    assert not shown.with_class("cite")


def test_a_stopped_answer_says_that_it_was_not_checked(answered):
    stopped = page(Exchange("Why?", "stopped", answered.passages, draft="It is"))
    assert ENGLISH.stopped in stopped.text
    assert "It is" in stopped.text


def test_a_failure_shows_its_cause_and_can_be_retried():
    failed = page(Exchange("Why?", "failed", error="The model file is damaged."))
    assert "The model file is damaged." in failed.text
    assert ENGLISH.found_none not in failed.text
    assert any(attrs.get("data-event") == "retry" for _, attrs in failed.elements)


def test_words_and_numbers_follow_the_interface_language(answered):
    text = page(answered, words=FRENCH).text
    assert FRENCH.answered in text
    assert "1,2 s" in text


@pytest.mark.parametrize("words", [ENGLISH, FRENCH])
def test_hostile_texts_stay_texts(words):
    hostile = Article(text=HOSTILE, title=HOSTILE, source=HOSTILE, date=HOSTILE, language=HOSTILE)
    passage = cited_passage(hostile, HOSTILE)
    made = answer([passage], (HOSTILE, (citation(1, passage, HOSTILE),)), language=HOSTILE)
    made = made.model_copy(update={"notice": HOSTILE, "model": HOSTILE})
    exchanges = [
        Exchange(HOSTILE, "done", (passage,), answer=made, seconds=1),
        Exchange(HOSTILE, "checking", (passage,), draft=HOSTILE),
        Exchange(HOSTILE, "failed", error=HOSTILE),
    ]
    shown = page(*exchanges, words=words)
    assert not {"script", "img", "b", "i", "a"} & {tag for tag, _ in shown.elements}
    assert not any(name.startswith("on") for _, attrs in shown.elements for name in attrs)
    assert shown.text.count(HOSTILE) >= 7
    (chip,) = shown.with_class("cite")
    assert chip["data-quote"] == HOSTILE


def test_an_empty_store_is_explained():
    shown = Page(str(render_welcome(ENGLISH, 0, [])))
    assert ENGLISH.empty_store in shown.text
    assert "citera ingest" in shown.text


def test_example_questions_can_be_asked_and_stay_texts():
    shown = Page(str(render_welcome(ENGLISH, 2, [HOSTILE])))
    (button,) = [attrs for tag, attrs in shown.elements if tag == "button"]
    assert button["data-question"] == HOSTILE
    assert "2 articles" in shown.text


def test_a_card_names_the_pages_of_its_quotes(article):
    passage = cited_passage(article, "The proof is here.")
    passage = passage.model_copy(update={"page": 1, "page_label": "iv"})
    quoted = citation(1, passage, "proof")
    over = quoted.model_copy(update={"pages": (1, 2), "page_labels": ("iv", "1")})
    for cited, shown in ((quoted, "page iv"), (over, "pages iv, 1")):
        told = answer([passage], ("It is so.", (cited,)))
        assert shown in page(Exchange("Why?", "done", (passage,), answer=told)).text


def test_a_card_says_how_certainly_its_quotes_were_recognised(article):
    passage = cited_passage(article, "The proof is here.")
    quoted = citation(1, passage, "proof")
    for certainty, shown in (
        (0.979, "recognised text (OCR), 97% certain"),
        (0.85, "recognised text (OCR), only 85% certain: compare it with the page"),
    ):
        cited = quoted.model_copy(update={"ocr_certainty": certainty})
        told = answer([passage], ("It is so.", (quoted, cited)))
        assert shown in page(Exchange("Why?", "done", (passage,), answer=told)).text
    told = answer([passage], ("It is so.", (quoted,)))
    assert "OCR" not in page(Exchange("Why?", "done", (passage,), answer=told)).text
