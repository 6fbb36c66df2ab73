"""What becomes of uploaded files, on a real store; the page itself is in test_chat_page.py."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest
from prometheus_client import REGISTRY

from ingest import IngestProgress, ingest_paths
from tests.ingest.parsers.pdf.drawing import lines, pdf
from tests.ui.web.html.test_thread import Page
from ui.access.closed import ClosedCollection
from ui.access.logins import Login, Logins, Role
from ui.access.readable import ReadableArticles
from ui.access.rights import Rights
from ui.web.handlers.library import Library
from ui.web.html.library import render_progress
from ui.web.i18n.en import ENGLISH
from ui.web.i18n.fr import FRENCH
from ui.web.state import uploads as module
from ui.web.state.page import PageState
from ui.web.state.scope import Scope
from ui.web.state.uploads import Uploads
from ui.web.state.view import View
from vectorstore.errors import CiteraError
from vectorstore.filters import Filters
from vectorstore.store import Store


def request(login: str | None = None, address: str = "127.0.0.1") -> SimpleNamespace:
    client = SimpleNamespace(host=address)
    return SimpleNamespace(headers={}, username=login, client=client)


REQUEST = request()


@pytest.fixture
def library(embedder, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "sent"))
    with Store.open(tmp_path / "store", embedder) as store:
        uploads = Uploads(tmp_path / "uploads")
        # Parsed in this process, where tests can hold a parser up.
        yield Library(store, View(ReadableArticles(store)), uploads, Rights(), limits=None)


@pytest.fixture
def file(tmp_path):
    """Writes a file to be uploaded, in a folder that only it lies in."""

    def write(name: str, text: str, folder: str = "one") -> str:
        path = tmp_path / "sent" / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def upload(library: Library, *files: str, page: PageState | None = None, by=REQUEST) -> tuple:
    event = SimpleNamespace(_data={"files": [{"path": file} for file in files]})
    *_, last = library.upload(page or PageState(), event, by)
    return last


def uploads_counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("citera_uploads_total", {"outcome": outcome}) or 0.0


def kept(library: Library) -> dict[str, str]:
    folder = library.uploads.folder
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in library.uploads.files()
    }


def entries(listed: str) -> int:
    """How many articles a list has."""
    return listed.count('class="entry"')


def remove(library: Library, article_id: str, page: PageState | None = None) -> tuple:
    event = SimpleNamespace(_data={"id": article_id})
    return library.remove(page or PageState(), event, REQUEST)


def test_roles_decide_who_may_add_see_the_button_and_remove(library, file):
    logins = Logins(Login(role.name, role, "") for role in Role)
    shared = replace(library, rights=Rights(logins))
    sent = {"files": [{"path": file("a.txt", "The dam holds.")}]}

    def act(name: str | None) -> tuple[bool, int, int]:
        """Whether the button was shown, and how many articles there were in the meantime."""
        asked = request(name)
        list(shared.upload(PageState(), SimpleNamespace(_data=sent), asked))
        added = library.store.count().articles
        (article,) = library.store.articles()
        listed, _ = shared.load(PageState(), asked)
        event = SimpleNamespace(_data={"id": article.id})
        shared.remove(PageState(), event, asked)
        return "drop" in listed, added, library.store.count().articles

    assert act("EDITOR") == act("ADMIN") == (True, 1, 0)
    for name in ("READER", "nobody", None):
        with pytest.raises(gr.Error, match="may read the articles, and not change them"):
            act(name)
        assert library.store.count().articles == 0

    upload(library, sent["files"][0]["path"])
    (article,) = library.store.articles()
    reader = request("READER")
    assert "drop" not in shared.load(PageState(), reader)[0]
    with pytest.raises(gr.Error, match="not change them"):
        shared.remove(PageState(), SimpleNamespace(_data={"id": article.id}), reader)
    with pytest.raises(gr.Error, match="open for reading only"):
        remove(replace(shared, rights=Rights(logins, read_only=True)), article.id)
    assert library.store.count().articles == 1


def test_an_upload_tells_nothing_of_the_same_file_in_a_closed_collection(library, file):
    logins = Logins(Login(name, Role.EDITOR, "") for name in ("ana", "ben"))
    rights = Rights(logins, closed=(ClosedCollection("board", frozenset({"ana"})),))
    readable = ReadableArticles(library.store, rights)
    shared = replace(library, rights=rights, view=View(readable))
    dam = file("a.txt", "The dam holds.")
    ingest_paths(library.store, [Path(dam)], "board")
    assert [entries(shared.load(PageState(), each)[0]) for each in (ANA, BEN)] == [1, 0]
    outcome, listed, *_ = upload(shared, dam, by=BEN)
    assert "1 added" in outcome
    assert entries(listed) == 1
    assert entries(shared.load(PageState(), ANA)[0]) == 2


@pytest.mark.parametrize("path", ["own.txt", "sent/one/../../own.txt", "sent/one/../..", "sent"])
def test_no_file_is_read_that_was_not_sent(library, file, tmp_path, path):
    (tmp_path / "own.txt").write_text("The key is under the mat.", encoding="utf-8")
    sent = file("a.txt", "The dam holds.")
    with pytest.raises(gr.Error, match="was not sent"):
        upload(library, sent, str(tmp_path / path))
    assert library.store.count().articles == 0


def test_files_of_one_name_sent_together_are_both_kept(library, file):
    upload(
        library, file("a.txt", "The dam holds.", "one"), file("a.txt", "The road is shut.", "two")
    )
    assert kept(library) == {"a.txt": "The dam holds.", "a (2).txt": "The road is shut."}
    assert library.store.count().articles == 2


def test_a_newer_version_takes_the_place_of_the_older(library, file):
    upload(library, file("a.txt", "The dam holds."))
    upload(library, file("a.txt", "The dam broke."))
    assert kept(library) == {"a.txt": "The dam broke."}
    assert [article.text for article in library.store.articles()] == ["The dam broke."]


def test_a_version_that_cannot_be_read_leaves_the_older(library, file):
    upload(library, file("a.txt", "The dam holds."))
    outcome, *_ = upload(library, file("a.txt", " \n"))
    assert "a.txt: it is empty" in outcome
    assert kept(library) == {"a.txt": "The dam holds."}


def test_a_file_of_a_kind_that_is_not_read_is_told_and_not_kept(library, file):
    outcome, *_ = upload(library, file("a.exe", "The dam holds."))
    assert "a.exe: " in outcome
    assert kept(library) == {}


@pytest.mark.parametrize("error", [CiteraError("the store is damaged"), OSError("disk full")])
def test_what_fails_on_one_file_is_told_and_the_others_are_read(library, file, monkeypatch, error):
    copy = module.shutil.copyfile

    def fail(source, target):
        copy(source, target)
        if target.name == "bad.txt":
            raise error

    upload(library, file("bad.txt", "The dam holds."))
    monkeypatch.setattr(module.shutil, "copyfile", fail)
    before = [uploads_counted(outcome) for outcome in ("added", "failed")]
    outcome, *_ = upload(library, file("bad.txt", "It broke."), file("good.txt", "It rains."))
    assert "bad.txt: " in outcome
    assert str(error) in outcome
    assert "1 added" in outcome
    assert [uploads_counted(outcome) for outcome in ("added", "failed")] == [n + 1 for n in before]
    assert kept(library) == {"bad.txt": "The dam holds.", "good.txt": "It rains."}


def test_the_file_of_a_removed_article_goes_with_it(library, file):
    upload(library, file("a.txt", "The dam holds."), file("b.txt", "The road is shut."))
    (dam,) = (each for each in library.store.articles() if "dam" in each.text)
    remove(library, dam.id)
    assert kept(library) == {"b.txt": "The road is shut."}


def test_a_file_of_several_articles_stays_while_one_does(library, file):
    upload(library, file("a.csv", "title,text\nDam,The dam holds.\nRoad,The road is shut.\n"))
    first, second = library.store.articles()
    remove(library, first.id)
    assert list(kept(library)) == ["a.csv"]
    remove(library, second.id)
    assert kept(library) == {}


def test_a_file_that_was_not_uploaded_stays(library, file, tmp_path):
    file("a.txt", "The dam holds.")
    ingest_paths(library.store, [tmp_path / "sent"])
    (article,) = library.store.articles()
    remove(library, article.id)
    assert (tmp_path / "sent" / "one" / "a.txt").read_text(encoding="utf-8") == "The dam holds."


def test_a_limit_that_is_no_longer_offered_is_lifted(library, file):
    french = "Le barrage a cédé lundi après trois jours de pluie, selon le maire de la commune."
    english = "The road to the village has been shut since Monday, said the mayor of the town."
    upload(library, file("a.txt", french), file("b.txt", english))
    limited = Scope(Filters(languages=("fr",), sources=("a.txt",)))
    page = PageState(scope=limited)
    upload(library, file("c.txt", english + " It rains."), page=page)
    assert page.scope == limited
    for article in list(library.store.articles()):
        if article.language == "en":
            remove(library, article.id, page)
    assert page.scope == Scope(Filters(sources=("a.txt",)))


def test_an_unexpected_error_of_one_file_is_told_and_the_others_are_read(
    library, file, monkeypatch, caplog
):
    def read(store, paths, **options):
        if paths[0].name == "a.txt":
            raise RuntimeError("secret")
        return ingest_paths(store, paths, **options)

    monkeypatch.setattr("ingest.ingest_paths", read)
    outcome, *_ = upload(library, file("a.txt", "The dam holds."), file("b.txt", "It rains."))
    assert f"a.txt: {ENGLISH.internal_error}" in outcome
    assert "secret" not in outcome
    assert "RuntimeError: secret" in caplog.text
    assert [article.text for article in library.store.articles()] == ["It rains."]
    assert kept(library) == {"b.txt": "It rains."}


# Two readers, or two actions, that meet.

ANA, BEN = request("ana"), request("ben")


def texts(library: Library) -> set[str]:
    return {article.text for article in library.store.articles()}


@pytest.mark.parametrize(
    ("one", "other"),
    [(ANA, BEN), (request(), request(address="192.0.2.7")), (ANA, request("../ana"))],
    ids=["logins", "addresses", "a path as a login"],
)
def test_files_of_one_name_of_two_readers_are_both_kept(library, file, one, other):
    upload(library, file("a.txt", "The dam holds.", "one"), by=one)
    upload(library, file("a.txt", "The road is shut.", "two"), by=other)
    assert texts(library) == {"The dam holds.", "The road is shut."}
    upload(library, file("a.txt", "The dam broke.", "one"), by=one)
    assert texts(library) == {"The dam broke.", "The road is shut."}
    assert set(kept(library).values()) == texts(library)


def test_the_list_says_which_other_reader_gave_an_article(library, file):
    upload(library, file("a.txt", "The dam holds.", "one"), by=ANA)
    _, listed, *_ = upload(library, file("a.txt", "The road is shut.", "two"), by=BEN)
    assert "given by ana" in listed
    assert "given by ben" not in listed
    stranger = request(address="192.0.2.7")
    upload(library, file("b.txt", "It rains.", "two"), by=stranger)
    listed, _ = library.load(PageState(), ANA)
    assert "given by another reader" in listed
    assert "192.0.2.7" not in listed


def test_the_same_file_of_two_readers_is_kept_once(library, file):
    upload(library, file("a.txt", "The dam holds.", "one"), by=ANA)
    outcome, *_ = upload(library, file("a.txt", "The dam holds.", "two"), by=BEN)
    assert "1 already there" in outcome
    assert list(kept(library)) == ["by-ana/a.txt"]


def test_a_number_given_to_a_file_is_no_name_of_another(library, file):
    one, two = file("a.txt", "The dam holds.", "one"), file("a.txt", "The road is shut.", "two")
    upload(library, one, two, file("a (2).txt", "It rains.", "one"))
    assert texts(library) == {"The dam holds.", "The road is shut.", "It rains."}


def test_files_are_read_to_the_end_when_the_page_is_closed(library, file):
    files = [{"path": file(f"{name}.txt", f"The dam of {name} holds.")} for name in "abc"]
    updates = library.upload(PageState(), SimpleNamespace(_data={"files": files}), ANA)
    next(updates)
    updates.close()
    upload(library, file("d.txt", "It rains."), by=BEN)  # its turn is after them
    assert len(texts(library)) == 4


def test_the_pages_of_a_long_file_are_told_while_it_is_read(library, file):
    pages = [lines(40, 400, f"Chapter {number} of the book.") for number in range(1, 26)]
    book = Path(file("book.pdf", ""))
    book.write_bytes(pdf(pages))
    event = SimpleNamespace(_data={"files": [{"path": str(book)}]})
    told = [Page(update[0]).text for update in library.upload(PageState(), event, REQUEST)]
    assert told == [
        "Reading book.pdf (1 of 1)",
        "Reading book.pdf (1 of 1): page 10 of 25",
        "Reading book.pdf (1 of 1): page 20 of 25",
        "Indexing book.pdf (1 of 1)",  # its passages are embedded
        "Indexing book.pdf (1 of 1)",
        "1 added",
    ]


def test_how_far_a_file_of_many_articles_is_read_is_told():
    done = IngestProgress(60, 0, 120, 1000, 1.0)
    shown = render_progress("news.csv", 1, 2, FRENCH, done)
    assert Page(shown).text == "Lecture de news.csv (1 sur 2) : 12 %"


def test_a_choice_made_while_files_are_read_stays(library, file):
    page, chosen = PageState(), Scope(Filters(sources=("a.txt",)), "local")
    event = SimpleNamespace(_data={"files": [{"path": file("a.txt", "The dam holds.")}]})
    updates = library.upload(page, event, REQUEST)
    next(updates)
    page.choose(chosen, 1)
    *_, (*_, form) = updates
    assert page.scope == chosen
    assert 'value="a.txt"' in form


def test_an_article_removed_while_its_next_version_is_read_goes_with_the_file(
    library, file, monkeypatch
):
    upload(library, file("a.txt", "The dam holds."))
    (article,) = library.store.articles()
    reading, removing = threading.Event(), threading.Event()

    def read(store, paths, **options):
        reading.set()
        removing.wait(10)
        return ingest_paths(store, paths, **options)

    monkeypatch.setattr("ingest.ingest_paths", read)
    with ThreadPoolExecutor(2) as pool:
        given = pool.submit(upload, library, file("a.txt", "The dam broke."))
        assert reading.wait(10)
        gone = pool.submit(remove, library, article.id)
        removing.set()
        given.result(20)
        gone.result(20)
    assert (texts(library), kept(library)) == (set(), {})


def test_what_readers_give_and_remove_at_once_leaves_each_article_with_its_file(library, file):
    """In an order that the threads choose: at the end, the folder and the store agree."""
    readers = [request(f"reader {number}") for number in range(3)]

    def work(number: int) -> None:
        reader = readers[number % 3]
        upload(library, file("a.txt", f"The dam of {number} holds.", str(number)), by=reader)
        if number % 4 == 3:
            for article in list(library.store.articles())[:1]:
                remove(library, article.id)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(12)))
    assert sorted(kept(library).values()) == sorted(texts(library))
