"""Tests of translating.py: what a reader who asks for translations is shown, and what is kept.

The replies of the chat model are laid down, as these tests need exact ones.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from assistant import Assistant, Settings
from assistant.answer import Answer
from tests.ui.answers import answer, citation, cited_passage
from tests.ui.laid_down import MODEL, TRANSLATION, laid_down
from tests.ui.web.handlers.test_asking import event, page_of, request
from ui.access.readable import ReadableArticles
from ui.api.admission import Admission
from ui.api.queue import Queue
from ui.api.rate_limit import RateLimit
from ui.web.handlers.translating import Translating, translator_of
from ui.web.i18n.en import ENGLISH
from ui.web.i18n.fr import FRENCH
from ui.web.state.exchange import Exchange
from ui.web.state.history import Transcript, read_transcript, to_keep
from ui.web.state.page import PageState
from ui.web.state.view import View
from vectorstore import Article, Embedder, Store

SCHOOLS = "La maire de la ville a annoncé que toutes les écoles fermeraient lundi matin."
BRIDGE = "Le directeur du port a dit que le pont resterait ouvert toute la semaine."
ARTICLE = Article(f"{SCHOOLS} {BRIDGE}", title="News", source="n.txt", language="fr")
BUTTON = 'data-name="translate"'


def quoting(*quotes: str, model: str = MODEL, language: str = "en") -> Answer:
    """An answer that a model gave in the articles' own words."""
    passages = [cited_passage(ARTICLE, quote) for quote in quotes]
    cited = [
        (quote, (citation(number, passage, quote),))
        for number, (quote, passage) in enumerate(zip(quotes, passages, strict=True), 1)
    ]
    made = answer(passages, *cited, language=language)
    quoted = tuple(each.model_copy(update={"quoted": True}) for each in made.sentences)
    return made.model_copy(update={"sentences": quoted, "model": model})


DONE = Exchange("Why?", "done", answer=quoting(SCHOOLS, BRIDGE), seconds=1.5)


@pytest.fixture
def make(tmp_path) -> Callable[..., Translating]:
    def build(say=lambda sentence: TRANSLATION, per_minute: int = 10) -> Translating:
        store = Store.open(tmp_path / "store", Embedder("e5-small", tmp_path))
        names = (MODEL, "extractive", "openai:gpt")
        assistants = {name: Assistant(Settings(model=name), store) for name in names}
        assistants[MODEL]._assembly.__dict__["_loaded_local"] = laid_down(say)
        view = View(
            ReadableArticles(store),
            translatable=lambda answer: translator_of(assistants, answer) is not None,
        )
        return Translating(assistants, view, Admission(RateLimit(per_minute), Queue(1, 1)))

    return build


def translate(
    translating: Translating, page: PageState, turn: str = DONE.id, name: str | None = None
) -> Iterator[str]:
    """The thread at each of its updates."""
    updates = translating.translate(page, event(turn=turn), request(name))
    return (update for update in updates if isinstance(update, str))


def translations(page: PageState, place: int = 0) -> list[str | None]:
    made = page.conversation.exchanges[place].answer
    return [sentence.translation for sentence in made.sentences]


def test_the_translations_stand_in_place_and_are_kept(make):
    page = page_of(DONE)
    working, last = translate(make(), page)
    assert ENGLISH.translating in working
    assert BUTTON not in working
    assert last.count('class="translation"') == 2
    assert BUTTON not in last
    assert ENGLISH.translating not in last
    (talk,) = json.loads(to_keep(page.conversation, opened=page.conversation))["keep"]
    (kept,) = read_transcript(json.dumps(talk)).exchanges
    assert [each.translation for each in kept.answer.sentences] == [TRANSLATION] * 2
    assert (kept.stage, kept.seconds) == ("done", DONE.seconds)


@pytest.mark.parametrize(
    ("made", "offered"),
    [
        (quoting(SCHOOLS), True),
        (quoting(SCHOOLS, model="extractive"), False),
        (quoting(SCHOOLS, model="openai:gpt"), False),
        (quoting(SCHOOLS, model="gone.gguf"), False),
        (quoting(SCHOOLS, language="fr"), False),
        (quoting(*[SCHOOLS] * 31), False),
    ],
)
def test_only_what_a_local_model_can_translate_is_offered_and_translated(make, made, offered):
    translating, page = make(), page_of(replace(DONE, answer=made))
    assert (BUTTON in translating.view.thread(page.conversation, ENGLISH)) == offered
    list(translate(translating, page))
    assert (translations(page)[0] is not None) == offered


def test_a_second_click_translates_nothing_twice(make):
    asked = []
    translating, page = make(lambda sentence: asked.append(sentence) or TRANSLATION), page_of(DONE)
    first = translate(translating, page)
    next(first)
    assert list(translate(translating, page)) == []
    assert len(list(first)) == 1
    assert len(asked) == 2


@pytest.mark.parametrize("words", [ENGLISH, FRENCH])
def test_what_the_model_cannot_translate_is_told_and_may_be_asked_for_again(make, words):
    def say(asked: str) -> str:
        return TRANSLATION if SCHOOLS in asked and words is ENGLISH else SCHOOLS

    page, reader = page_of(DONE), request()
    reader.headers["accept-language"] = words.code
    *_, last = make(say).translate(page, event(turn=DONE.id), reader)
    told = words.others_not_translated if words is ENGLISH else words.not_translated
    assert told in last
    assert BUTTON in last
    assert [each is None for each in translations(page)] == [words is FRENCH, True]
    (talk,) = json.loads(to_keep(page.conversation, opened=page.conversation))["keep"]
    assert told not in json.dumps(talk, ensure_ascii=False)


def test_a_translation_waits_its_turn_and_says_so(make):
    translating, page = make(), page_of(DONE)
    with translating.admission.queue.join():
        updates = translate(translating, page)
        assert ENGLISH.waiting.format(ahead=1) in next(updates)
        assert ENGLISH.queue_full.format(count=1) in next(translate(translating, page_of(DONE)))
    assert [ENGLISH.translating in update for update in updates] == [True, False]
    assert translating.admission.queue.lengths() == (0, 0)


@pytest.mark.parametrize("closes", [True, False])
def test_a_translation_that_is_not_admitted_says_why(make, closes):
    translating, page = make(per_minute=1), page_of(DONE)
    if closes:
        translating.admission.queue.close()
    else:
        translating.admission.enter("192.0.2.1").__exit__()
    (told,) = translate(translating, page)
    assert (ENGLISH.stopping if closes else "many questions in a short time") in told
    assert BUTTON in told
    assert translations(page) == [None, None]


def test_an_internal_error_is_told_and_does_not_leave_it_translating(make, caplog):
    page = page_of(DONE)
    *_, last = translate(make(lambda sentence: {}["secret"]), page)
    assert ENGLISH.internal_error in last
    assert "KeyError: 'secret'" in caplog.text
    assert not page.conversation.exchanges[0].translating


# A translation that meets another action of the page.


def test_a_question_asked_meanwhile_and_a_translation_do_not_disturb_each_other(make):
    page = page_of(DONE)
    updates = translate(make(), page)
    next(updates)
    with page.begin(Exchange("And?")) as answering:
        page.judge(DONE.id, True, None)
        (last,) = updates
        assert translations(page) == [TRANSLATION] * 2
        answering.show(replace(answering.begun, stage="done", answer=quoting(BRIDGE)))
    first, second = page.conversation.exchanges
    assert (first.question, first.liked, second.question, second.stage) == (
        "Why?",
        True,
        "And?",
        "done",
    )
    assert translations(page) == [TRANSLATION] * 2
    assert translations(page, 1) == [None]
    assert "And?" in last


def test_stopping_an_answer_leaves_a_translation_going(make):
    page = page_of(DONE)
    updates = translate(make(), page)
    next(updates)
    with page.begin(Exchange("And?")):
        page.stop()
    assert page.conversation.exchanges[0].translating
    assert len(list(updates)) == 1
    assert translations(page) == [TRANSLATION] * 2


def test_a_translation_is_given_up_where_another_conversation_is_opened(make):
    translating, page = make(), page_of(DONE)
    updates = translating.translate(page, event(turn=DONE.id), request())
    next(updates)
    former, other = page.conversation.at_rest(), Transcript().grown(replace(DONE, id="other"))
    page.open(other)
    assert not any(isinstance(update, str) for update in updates)
    assert page.conversation == other
    page.open(former)
    late = translating.translate(page, event(turn=DONE.id), request())
    next(late)
    page.open(former)  # and back again
    again = translate(translating, page)
    assert ENGLISH.waiting.format(ahead=1) in next(again)
    assert not any(isinstance(update, str) for update in late)
    assert translations(page) == [None, None]
    *_, last = again
    assert last.count('class="translation"') == 2


def test_a_turn_that_is_asked_again_or_gone_is_not_translated(make):
    page = page_of(DONE)
    updates = translate(make(), page)
    next(updates)
    asked = Exchange("Why?")
    with page.begin(asked, instead_of=DONE.id):
        assert list(updates) == []
        assert list(translate(make(), page, asked.id)) == []
        assert list(translate(make(), page, "gone")) == []
    assert page.conversation.exchanges[0].answer is None


def test_a_translation_that_nobody_takes_any_more_may_be_asked_for_again(make):
    translating, page = make(), page_of(DONE)
    updates = translating.translate(page, event(turn=DONE.id), request())
    next(updates)
    updates.close()  # as Gradio does when a reader leaves
    assert translating.admission.queue.lengths() == (0, 0)
    assert len(list(translate(translating, page))) == 2
