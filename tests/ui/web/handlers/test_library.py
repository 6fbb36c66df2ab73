"""What becomes of uploaded files, on a real store; the page itself is in test_chat_page.py."""

from dataclasses import replace
from types import SimpleNamespace

import gradio as gr
import pytest

from ingest import ingest_paths
from ui.access.logins import Login, Logins, Role
from ui.access.rights import Rights
from ui.web.handlers import library as module
from ui.web.handlers.library import Library
from ui.web.i18n.en import ENGLISH
from ui.web.state.history import Transcript
from ui.web.state.scope import Scope
from ui.web.state.view import View
from vectorstore.errors import CiteraError
from vectorstore.filters import Filters
from vectorstore.store import Store

REQUEST = SimpleNamespace(headers={}, username=None)


@pytest.fixture
def library(embedder, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "sent"))
    with Store.open(tmp_path / "store", embedder) as store:
        yield Library(store, View(store), tmp_path / "uploads", Rights())


@pytest.fixture
def file(tmp_path):
    """Writes a file to be uploaded, in a folder that only it lies in."""

    def write(name: str, text: str, folder: str = "one") -> str:
        path = tmp_path / "sent" / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def upload(library: Library, *files: str, scope: Scope | None = None) -> tuple:
    event = SimpleNamespace(_data={"files": [{"path": file} for file in files]})
    *_, last = library.upload(Transcript(), scope or Scope(), event, REQUEST)
    return last


def kept(library: Library) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in library.uploads.iterdir()}


def remove(library: Library, article_id: str, scope: Scope | None = None) -> tuple:
    event = SimpleNamespace(_data={"id": article_id})
    return library.remove(Transcript(), scope or Scope(), event, REQUEST)


def test_roles_decide_who_may_add_see_the_button_and_remove(library, file):
    logins = Logins(Login(role.name, role, "") for role in Role)
    shared = replace(library, rights=Rights(logins))
    sent = {"files": [{"path": file("a.txt", "The dam holds.")}]}

    def act(name: str | None) -> tuple[bool, int, int]:
        """Whether the button was shown, and how many articles there were in the meantime."""
        request = SimpleNamespace(headers={}, username=name)
        list(shared.upload(Transcript(), Scope(), SimpleNamespace(_data=sent), request))
        added = library.store.count().articles
        (article,) = library.store.articles()
        listed, _ = shared.load(Scope(), request)
        event = SimpleNamespace(_data={"id": article.id})
        shared.remove(Transcript(), Scope(), event, request)
        return "drop" in listed, added, library.store.count().articles

    assert act("EDITOR") == act("ADMIN") == (True, 1, 0)
    for name in ("READER", "nobody", None):
        with pytest.raises(gr.Error, match="may read the articles, and not change them"):
            act(name)
        assert library.store.count().articles == 0

    upload(library, sent["files"][0]["path"])
    (article,) = library.store.articles()
    reader = SimpleNamespace(headers={}, username="READER")
    assert "drop" not in shared.load(Scope(), reader)[0]
    with pytest.raises(gr.Error, match="not change them"):
        shared.remove(Transcript(), Scope(), SimpleNamespace(_data={"id": article.id}), reader)
    with pytest.raises(gr.Error, match="open for reading only"):
        remove(replace(shared, rights=Rights(logins, read_only=True)), article.id)
    assert library.store.count().articles == 1


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
    outcome, *_ = upload(library, file("bad.txt", "It broke."), file("good.txt", "It rains."))
    assert f"bad.txt: {error}" in outcome
    assert "1 added" in outcome
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
    assert upload(library, file("c.txt", english + " It rains."), scope=limited)[-1] == limited
    for article in list(library.store.articles()):
        if article.language == "en":
            *_, scope = remove(library, article.id, limited)
    assert scope == Scope(Filters(sources=("a.txt",)))


def test_an_unexpected_error_of_one_file_is_told_and_the_others_are_read(
    library, file, monkeypatch, caplog
):
    def read(store, paths):
        if paths[0].name == "a.txt":
            raise RuntimeError("secret")
        return ingest_paths(store, paths)

    monkeypatch.setattr("ingest.ingest_paths", read)
    outcome, *_ = upload(library, file("a.txt", "The dam holds."), file("b.txt", "It rains."))
    assert f"a.txt: {ENGLISH.internal_error}" in outcome
    assert "secret" not in outcome
    assert "RuntimeError: secret" in caplog.text
    assert [article.text for article in library.store.articles()] == ["It rains."]
    assert kept(library) == {"b.txt": "It rains."}
