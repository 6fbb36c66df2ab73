"""Tests of ui/api/functions.py; questions of programs are admitted as those of the page are."""

from dataclasses import replace

import pytest

from assistant import Assistant, Settings
from ingest import ingest_paths
from tests.ingest.parsers.pdf.drawing import WIDTH, lines, pdf
from ui.access.readable import ReadableArticles
from ui.api.admission import Admission, TooManyQuestions
from ui.api.functions import Functions
from ui.api.queue import Queue, QueueFull
from ui.api.rate_limit import RateLimit
from ui.articles import UnknownArticle
from vectorstore import Store


@pytest.fixture
def functions(small_store) -> Functions:
    assistant = Assistant(Settings(model="extractive"), small_store)
    admission = Admission(RateLimit(1), Queue(at_once=1, waiting=0))
    return Functions(assistant, admission, ReadableArticles(small_store))


def test_each_reader_is_counted_apart(functions):
    ana, ben = (replace(functions, reader=name) for name in ("ana", "ben"))
    assert ana.ask("Hello!")["status"] == "greeting"
    assert ben.ask("Hello!")["status"] == "greeting"
    with pytest.raises(TooManyQuestions):
        ana.ask("Hello!")


def test_a_question_that_cannot_wait_is_refused(functions):
    with functions.admission.queue.join(), pytest.raises(QueueFull):
        functions.ask("Hello!")


def test_a_quote_of_a_pdf_is_located_on_its_page(embedder, tmp_path):
    path = tmp_path / "dam.pdf"
    path.write_bytes(pdf([[], lines(40, 100, "The dam of Ostra held.\nNobody was hurt.")]))
    with Store.open(tmp_path / "store", embedder) as store:
        ingest_paths(store, [path])
        (article,) = store.articles()
        assistant = Assistant(Settings(model="extractive"), store)
        admission = Admission(RateLimit(9), Queue(at_once=1, waiting=0))
        functions = Functions(assistant, admission, ReadableArticles(store))
        (place,) = functions.locate_quote(article.id, 0, len("The dam of Ostra"))
        with pytest.raises(UnknownArticle):
            functions.locate_quote("nothing", 0, 1)
    assert (place["page"], place["label"], place["width"]) == (2, "2", WIDTH)
    (rectangle,) = place["rectangles"]
    assert rectangle["left"] == pytest.approx(40, abs=0.2)
    assert rectangle["top"] < 100 < rectangle["top"] + rectangle["height"]
