"""The command line as people type it, on a real store."""

import json
import re
import subprocess
import sys
from contextlib import closing

import pytest

from tests.ui import chats
from tests.ui.laid_down import MODEL, TRANSLATION, laid_down
from vectorstore.tables import passage_rows
from vectorstore.tables.database import Database
from vectorstore.tables.properties import read_property, write_property

QUESTION = "Why did Haftar reject the ceasefire?"
NOT_NEEDED = (
    "datasets gradio kubernetes langchain_openai onnxruntime openai pandas PIL rfc3987_syntax scipy"
    " sentence_transformers sklearn sympy torch._dynamo torch._inductor torchvision transformers"
    " xllamacpp"
).split()
"""What a first question does not need, though libraries that it needs can import most of it."""


@pytest.fixture(scope="module")
def own_store(citera, tmp_path_factory):
    """A store with two small articles that tests may change."""
    home = tmp_path_factory.mktemp("own")
    news = home / "news"
    news.mkdir()
    (news / "bridge.txt").write_text("The bridge of Alvera closed on Monday.", encoding="utf-8")
    (news / "harbour.txt").write_text("The harbour of Valdoro opened in May.", encoding="utf-8")
    done = citera("ingest", str(news), store=home / "store")
    assert done.returncode == 0, done.stderr
    return home / "store"


def test_help_and_usage_load_nothing_heavy():
    code = (
        "import sys, ui.cli.main;"
        "print([m for m in ('torch', 'chromadb', 'gradio', 'langchain_core', 'pydantic', 'numpy')"
        " if m in sys.modules])"
    )
    # A store is opened, and listed, without PyTorch.
    code += ";import assistant.assembly; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "False"]


def test_a_first_question_is_quoted_without_what_it_does_not_need(sample_store):
    code = (
        "import sys; from ui.cli.main import main;"
        f"main(['ask', {QUESTION!r}], standalone_mode=False);"
        f"print([name for name in {NOT_NEEDED} if name in sys.modules])"
    )
    environment = chats.environment_of({"store": sample_store, "model": "extractive"})
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert "“" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_ask_prints_the_answer_with_markers_and_the_quotes_they_stand_for(citera, sample_store):
    done = citera("ask", QUESTION, store=sample_store, model="extractive")
    assert done.returncode == 0, done.stderr
    answer, *sources = done.stdout.strip().split("\n\n")
    assert "[" in answer
    assert sources
    assert all(source.startswith("[") and "“" in source for source in sources)


def test_quotations_are_translated_on_request_and_what_is_not_is_named(
    citera, sample_store, monkeypatch
):
    asked = ("ask", QUESTION, "--translate")
    monkeypatch.setattr("assistant.assembly.load_local", lambda settings: laid_down())
    done = citera(*asked, store=sample_store, model=MODEL)
    quotes, _, translated = done.stdout.partition("Translated by the model")
    assert translated.count(TRANSLATION) == quotes.count("“") > 1
    assert "Not translated" not in done.stderr
    answer = json.loads(citera(*asked, "--json", store=sample_store, model=MODEL).stdout)
    assert {each["translation"] for each in answer["sentences"]} == {TRANSLATION}
    done = citera(*asked, store=sample_store, model="extractive")
    assert re.search(r"Not translated by the local model:( \[\d\])+\n", done.stderr)
    assert "Translated" not in done.stdout


def test_ask_as_json_gives_quotes_that_stand_at_their_offsets(citera, sample_store):
    done = citera("ask", QUESTION, "--json", store=sample_store, model="extractive")
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    citation = answer["sentences"][0]["citations"][0]
    shown = citera("show", citation["article_id"], store=sample_store)
    text = shown.stdout.split("\n\n", 1)[1]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_search_lists_the_best_passages(citera, sample_store):
    done = citera("search", "spokesman of Haftar", "-k", "2", "--json", store=sample_store)
    found = json.loads(done.stdout)
    assert len(found) == 2
    assert found[0]["score"] >= found[1]["score"]
    plain = citera("search", "spokesman of Haftar", store=sample_store)
    assert plain.stdout.startswith("1. ")


def test_search_looks_where_options_let_it_and_shows_what_stands_around(citera, sample_store):
    query = ("search", "spokesman of Haftar", "--since", "2020", "-k", "1", "--context", "3")
    done = citera(*query, store=sample_store)
    assert "(answers: " in done.stdout
    assert "« Nous saluons" in done.stdout
    none = citera(*query, "--language", "es", store=sample_store)
    assert (none.returncode, none.stdout) == (0, "")
    assert "No passage was found" in none.stderr


def test_ingest_again_changes_nothing_and_says_so(citera, own_store):
    done = citera("ingest", str(own_store.parent / "news"), store=own_store)
    assert done.returncode == 0, done.stderr
    assert "2 unchanged" in done.stdout


def test_ingest_brings_a_store_of_the_last_version_up_to_date(citera, own_store):
    with closing(Database(own_store / "store.sqlite3")) as database:
        with database.writing() as db:
            db.execute("UPDATE segments SET coding = 0")
            write_property(db, passage_rows.RECODED, "0")
        assert citera("ingest", str(own_store.parent / "news"), store=own_store).returncode == 0
        with database.reading() as db:
            assert read_property(db, passage_rows.RECODED) is None
            assert db.execute("SELECT count(*) FROM segments WHERE coding = 0").fetchone() == (0,)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_kept(citera, tmp_path):
    (tmp_path / "good.txt").write_text("The bridge of Alvera closed on Monday.", encoding="utf-8")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    done = citera(
        "ingest", str(tmp_path / "good.txt"), str(tmp_path / "bad.pdf"), store=tmp_path / "store"
    )
    assert done.returncode == 1
    assert "1 added" in done.stdout
    assert "bad.pdf" in done.stderr


def test_list_show_and_remove_name_articles_by_id_or_file(citera, own_store):
    listed = citera("list", store=own_store).stdout.splitlines()
    assert len(listed) == 2
    article_id = next(line for line in listed if "bridge" in line).split()[0]
    by_id = citera("show", article_id[:6], store=own_store)
    assert "Monday" in by_id.stdout
    assert citera("show", "bridge.txt", store=own_store).stdout == by_id.stdout
    removed = citera("remove", "bridge.txt", store=own_store)
    assert removed.returncode == 0, removed.stderr
    assert len(citera("list", store=own_store).stdout.splitlines()) == 1


def test_sync_removes_what_has_gone_from_the_folder(citera, tmp_path):
    (tmp_path / "news").mkdir()
    for name in ("bridge", "harbour"):
        (tmp_path / "news" / f"{name}.txt").write_text(f"The {name} closed.", encoding="utf-8")
    store = tmp_path / "store"
    assert "2 added" in citera("sync", str(tmp_path / "news"), store=store).stdout
    (tmp_path / "news" / "bridge.txt").unlink()
    done = citera("sync", str(tmp_path / "news"), store=store)
    assert "1 removed" in done.stdout
    assert "harbour" in citera("list", store=store).stdout


def test_a_mistyped_name_among_others_removes_nothing(citera, own_store):
    done = citera("remove", "harbour.txt", "nothing.txt", store=own_store)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: no article goes by 'nothing.txt'")
    assert "harbour" in citera("list", store=own_store).stdout


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        (("ask", "Why?"), {"top_k": "many"}, 1, "CITERA_TOP_K"),
        (("ask", "Why?"), {"port": "99999"}, 1, "CITERA_PORT"),
        (("ask",), {}, 2, "QUESTION"),
        (("ask", "Why?", "--since", "June"), {}, 1, "'June' is not a date"),
        (("search", "why", "--article", "x"), {}, 1, "no article goes by 'x'"),
        (("ingest", "no such file"), {}, 1, "no such file"),
        (("ingest", "news", "--workers", "0"), {}, 2, "--workers"),
        (("ingest", "news", "--ray", "more/news"), {}, 2, "give PATHS before --ray"),
        (("ingest", "news", "--workers", "2", "--ray"), {}, 2, "leave out --workers"),
        (("unknown",), {}, 2, "unknown"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_without_a_traceback(
    citera, tmp_path, arguments, settings, code, said
):
    done = citera(*arguments, store=tmp_path / "store", **settings)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_told_before_anything_is_loaded(citera, tmp_path):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = citera("chat", "--port", port, store=tmp_path / "store", model="extractive")
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr


def test_doctor_names_what_is_wrong_and_what_to_do(citera, tmp_path):
    model = tmp_path / "missing.gguf"
    done = citera("doctor", store=tmp_path / "store", model=model)
    assert done.returncode == 1
    assert "BAD Models" in done.stdout
    assert "missing.gguf" in done.stdout
    subjects = ("Open files", "Room", "Writing", "Clock", "Articles", "Files read", "Model files")
    assert [subject for subject in subjects if f"ok  {subject}: " not in done.stdout] == []


def test_doctor_does_not_call_a_model_sound_that_is_not_installed(monkeypatch, tmp_path):
    from assistant import assembly
    from ui.cli.doctor import examine

    monkeypatch.setattr(assembly, "is_installed", lambda: False)
    monkeypatch.setattr(assembly, "is_prepared", lambda _: False)
    monkeypatch.setattr("assistant.llm.packaged_gguf.is_prepared", lambda _: False)
    monkeypatch.setenv("CITERA_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("CITERA_MODEL", "local")
    (models,) = (each for each in examine() if each.subject == "Models")
    assert not models.sound
    assert "make setup" in models.text
