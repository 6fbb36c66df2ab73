import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import Settings
from tests.forks import outcome
from vectorstore import Embedder, ModelUnavailable, Reranker
from vectorstore.embedding.load import load_packaged

FACT = "Le général Haftar a rejeté le cessez-le-feu annoncé par Moscou et Ankara."
OTHERS = [
    "The olive harvest began three weeks early this year.",
    "El puerto abrirá en mayo una nueva línea de transbordador.",
    "Der Spiegel des Teleskops misst acht Meter.",
]
ASK_QUIETLY = """
import sys
from pathlib import Path
from vectorstore import Embedder
embedder = Embedder("e5-small", Path(sys.argv[1]))
print(embedder.encode_query("Who rejected the ceasefire?").shape)
"""


@pytest.mark.parametrize("question", ["Who rejected the ceasefire?", "¿Quién rechazó la tregua?"])
def test_a_question_is_nearest_to_its_answer_in_another_language(embedder, question):
    vectors = embedder.encode_passages([*OTHERS, FACT])
    assert np.argmax(vectors @ embedder.encode_query(question)) == len(OTHERS)


def test_vectors_have_length_one_and_the_order_of_their_texts(embedder):
    texts = ["a", "b " * 60, FACT, "", "the end"]
    vectors = embedder.encode_passages(texts)
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert embedder.encode_passages([text])[0] @ vector > 0.999
    assert embedder.encode_passages([]).shape == (0, 384)


def test_texts_come_with_the_vectors_of_their_own_tokens(embedder):
    texts = ["Haftar spoke in Moscow.", "Nobody signed."]
    embedded = list(embedder.embed_passages(texts))
    vectors = embedder.encode_passages(texts)
    for text, one, vector in zip(texts, embedded, vectors, strict=True):
        assert one.vector @ vector > 0.999
        assert one.tokens.shape == (len(embedder.token_spans(text)), 384)
    asked = embedder.embed_question("Who spoke in Moscow?")
    assert asked.vector @ embedder.encode_query("Who spoke in Moscow?") > 0.999


def test_tokens_are_told_where_they_stand(embedder, static_model, tmp_path):
    text = "Haftar spoke « in » Moscow."
    spans = embedder.token_spans(text)
    (embedded,) = embedder.embed_passages([text])
    assert len(spans) == len(embedded.tokens)
    assert "".join(text[start:end].strip() for start, end in spans) == text.replace(" ", "")
    assert Embedder(str(static_model), tmp_path).token_spans(text) == []


def test_langchain_gets_the_same_vectors_as_lists(embedder):
    assert np.allclose(embedder.embed_query(FACT), embedder.encode_query(FACT), atol=1e-6)
    documents = embedder.embed_documents(OTHERS)
    assert np.allclose(documents, embedder.encode_passages(OTHERS), atol=1e-6)
    assert isinstance(documents[0][0], float)


def test_prompts_are_the_models_own_unless_given(embedder):
    identity = embedder.identity
    assert (identity.model, identity.dimensions) == ("e5-small", 384)
    assert (identity.query_prompt, identity.passage_prompt) == ("query: ", "passage: ")
    bare = Embedder("e5-small", Settings().cache, query_prompt="", passage_prompt="query: ")
    assert (bare.identity.query_prompt, bare.identity.passage_prompt) == ("", "query: ")
    assert bare.identity != identity
    assert np.allclose(bare.encode_query(f"query: {FACT}"), embedder.encode_query(FACT), atol=1e-5)
    assert np.allclose(bare.encode_passages([FACT])[0], embedder.encode_query(FACT), atol=1e-5)


def test_any_folder_of_sentence_transformers_serves(static_model, tmp_path, monkeypatch):
    embedder = Embedder(str(static_model), tmp_path / "cache")
    vectors = embedder.encode_passages(["the olive harvest", "ferry to nador"])
    assert vectors.shape == (2, 16)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert np.argmax(vectors @ embedder.encode_query("the harvest began")) == 0
    assert embedder.embed_question("the harvest").tokens.shape == (1, 16)
    assert not (tmp_path / "cache").exists()
    # Named in another way, it is the same model.
    monkeypatch.chdir(static_model.parent)
    assert Embedder("words", tmp_path).identity == embedder.identity
    assert embedder.identity.query_prompt == ""


def test_a_model_that_was_downloaded_is_loaded_without_asking_its_hub(
    static_model, tmp_path, monkeypatch
):
    folder = tmp_path / "models--nobody--words"
    shutil.copytree(static_model, folder / "snapshots" / "1")
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text("1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    embedder = Embedder("nobody/words", tmp_path)
    assert embedder.encode_query("the harvest").shape == (16,)
    assert embedder.identity.model == "nobody/words"
    with pytest.raises(ModelUnavailable, match="neither a folder nor"):
        Reranker("nobody/other").logits("x", ["y"])
    with pytest.raises(ModelUnavailable, match="'nobody/words' cannot be loaded"):
        Reranker("nobody/words").logits("x", ["y"])


@pytest.mark.parametrize("name", ["/no/such/folder", "./nothing", "~/no-such-model"])
def test_a_folder_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(ModelUnavailable, match="CITERA_EMBEDDINGS") as raised:
        Embedder(name, tmp_path).encode_query("x")
    assert Path(name).name in str(raised.value)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelUnavailable, match="CITERA_EMBEDDINGS") as raised:
        Embedder(str(tmp_path), tmp_path).encode_query("x")
    assert str(tmp_path) in str(raised.value)


def ask_hub() -> None:
    try:
        Embedder("nobody/no-such-model", Path()).encode_query("x")
    except ModelUnavailable as error:
        print(error)


def test_a_hub_that_cannot_be_reached_is_an_error_that_names_the_setting():
    # A proxy that refuses connections keeps the question on this machine.
    _, told = outcome(ask_hub, environment={**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9"})
    assert "nobody/no-such-model" in told
    assert "CITERA_EMBEDDINGS" in told


def test_loading_the_packaged_model_prints_nothing():
    done = subprocess.run(
        [sys.executable, "-c", ASK_QUIETLY, str(Settings().cache)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("(384,)\n", "")


def test_threads_load_one_model(monkeypatch):
    loads = []

    def counted(*named):
        loads.append(threading.current_thread().name)
        return load_packaged(*named)

    monkeypatch.setattr("vectorstore.embedding.embedder.load_packaged", counted)
    shared = Embedder("e5-small", Settings().cache)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(shared.encode_query("Who?"))) for _ in "123"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
    assert len(found) == 3
    assert all(np.allclose(vector, found[0], atol=1e-5) for vector in found)
