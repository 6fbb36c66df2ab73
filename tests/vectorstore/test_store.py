import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import split_passages
from vectorstore import (
    Article,
    CiteraError,
    Embedder,
    Passage,
    Span,
    Store,
    StoreDamaged,
    StoreMismatch,
)

TALKS = Article("Talks began in Moscow. Nobody signed.", "Talks", "talks.txt", date="2020-01")
BREAD = Article("The price of bread rose. Bakers blame the drought.", "Bread", "bread.txt")
LIST = """
import pickle, sys
from pathlib import Path
from vectorstore import Embedder, Store
place = pickle.loads(bytes.fromhex(sys.argv[1]))
with Store.open(place, Embedder("/no/such/model", Path("/no/such/cache"))) as store:
    print([article.source for article in store.articles()], store.count(), store.content_hashes())
    print(len(store.passages(next(store.articles()).id)), store.remove("none"))
heavy = {"torch", "chromadb", "sentence_transformers", "transformers"} & sys.modules.keys()
assert not heavy, heavy
"""


def parts(*articles: Article) -> list[tuple[Article, list[Passage]]]:
    return [(article, split_passages(article)) for article in articles]


@pytest.fixture
def store(place, embedder):
    with Store.open(place, embedder) as opened:
        yield opened


def found(store: Store, query: str, k: int = 5) -> list[str]:
    return [hit.article.source for hit in store.search(query, k)]


def test_what_is_stored_comes_back_whole(store, sample_article):
    article = replace(
        sample_article, author="A. N.", url="https://example.org", page_starts=(0, 40)
    )
    store.add(parts(article))
    assert store.get(article.id) == article
    assert list(store.articles()) == [article]
    assert store.passages(article.id) == split_passages(article)
    assert store.content_hashes() == {article.id: article.content_hash}
    assert store.sources() == {article.id: article.source}
    counts = store.count()
    assert (counts.articles, counts.passages) == (1, len(split_passages(article)))
    assert counts.sentences == sum(len(p.sentences) for p in split_passages(article))
    assert store.faults() == []


def test_hits_lie_in_their_articles_and_score_each_sentence(small_store):
    question = "Who asked the ministry to put off repayments?"
    for hit in small_store.search(question, k=9):
        passage = hit.passage
        assert passage.text == hit.article.text[passage.start : passage.end]
        assert len(hit.sentence_scores) == len(passage.sentences)
        assert len(set(hit.sentence_scores)) == len(passage.sentences)
    best = small_store.search(question, k=1)[0]
    assert "Salma Ben Youssef" in best.article.text[best.best_sentence.start :][:60]


def test_one_sentence_in_a_long_passage_is_found(store):
    """The passage's own vector is of everything else; its sentence's is what answers."""
    filler = [f"The committee discussed item {n} of the budget at length." for n in range(18)]
    text = " ".join([*filler[:9], "A comet was seen above Lisbon.", *filler[9:]])
    assert max(len(p.sentences) for p in split_passages(Article(text, "b", "b"))) > 9
    others = [Article(f"{filler[n]} It was adjourned.", f"{n}", f"{n}") for n in range(8)]
    store.add(parts(Article(text, "Budget", "budget"), *others))
    hit = store.search("What could be seen in the sky?", k=1)[0]
    assert hit.article.source == "budget"
    assert hit.passage.text[hit.best_sentence.start :].startswith("A comet")


def test_an_article_replaces_what_its_source_gave_before(store):
    store.add(parts(TALKS, BREAD))
    changed = replace(TALKS, text="A treaty on fishing was signed in Oslo.")
    assert changed.id == TALKS.id
    store.add(parts(changed))
    assert store.count().articles == 2
    assert store.get(TALKS.id) == changed
    assert all("Moscow" not in hit.passage.text for hit in store.search("talks in Moscow", 9))
    assert found(store, "fishing treaty", 1) == ["talks.txt"]
    assert store.faults() == []


def test_of_one_article_twice_in_an_add_the_last_stays(store):
    changed = replace(TALKS, text="A treaty on fishing was signed in Oslo.")
    store.add(parts(TALKS, BREAD, changed))
    assert {each.id: each for each in store.articles()} == {BREAD.id: BREAD, TALKS.id: changed}
    assert all("Moscow" not in hit.passage.text for hit in store.search("talks in Moscow", 9))
    assert store.faults() == []


def test_an_article_often_replaced_does_not_hide_behind_what_it_was(store, monkeypatch):
    monkeypatch.setattr("vectorstore.candidates.CANDIDATES", 3)
    store.add(parts(BREAD, *(Article(f"Report {n} on salt.", "Salt", f"{n}") for n in range(40))))
    for number in range(9):
        store.add(parts(replace(TALKS, text=f"{TALKS.text} Version {number}.")))
    hits = store.search("Where did the talks begin?", 2)
    assert hits[0].article.source == "talks.txt"
    assert "Version 8" in hits[0].article.text
    assert len(hits) == 2


def test_what_is_removed_is_found_no_more(store):
    store.add(parts(TALKS, BREAD))
    assert store.remove(TALKS.id)
    assert not store.remove(TALKS.id)
    assert found(store, "Where did the talks begin?") == ["bread.txt"]
    assert store.remove(BREAD.id)
    assert found(store, "Where did the talks begin?") == []
    assert store.faults() == []


def test_a_store_opened_again_is_the_same(place, embedder):
    with Store.open(place, embedder) as first:
        first.add(parts(TALKS, BREAD))
        hits = first.search("bread")
    with Store.open(place, embedder) as second:
        assert second.search("bread") == hits
        assert {article.source for article in second.articles()} == {"bread.txt", "talks.txt"}


def test_two_views_of_one_store_see_each_others_writes(store, place, embedder):
    with Store.open(place, embedder) as other:
        store.add(parts(TALKS))
        assert found(other, "Moscow") == ["talks.txt"]
        other.add(parts(BREAD))
        other.remove(TALKS.id)
        assert found(store, "Moscow") == ["bread.txt"]
        assert store.faults() == other.faults() == []


def test_collections_are_kept_apart(store):
    press = replace(BREAD, collection="press")
    store.add(parts(TALKS, BREAD, press))
    assert store.count().articles == 3
    assert list(store.articles("press")) == [press]
    assert store.content_hashes("default").keys() == {TALKS.id, BREAD.id}
    assert store.sources("press") == {press.id: "bread.txt"}
    assert list(store.articles("none")) == []


def test_an_empty_store_and_an_empty_query_find_nothing(store):
    store.add([])
    assert store.search("anything") == []
    store.add(parts(TALKS))
    assert store.search("  ") == []


def test_an_article_without_sentences_is_kept_but_not_found(store):
    blank = Article("***", "Stars", "stars.txt")
    store.add([(blank, [Passage(blank.id, 0, 3, "***", ())]), *parts(BREAD)])
    assert store.get(blank.id) == blank
    assert found(store, "***") == ["bread.txt"]
    assert store.faults() == []


def test_all_of_an_add_goes_in_or_nothing(store):
    store.add(parts(BREAD))
    broken = [Passage("of another article", 0, 5, "Talks", (Span(0, 5),))]
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.add([*parts(replace(BREAD, text="Gone.")), (TALKS, broken)])
    assert list(store.articles()) == [BREAD]
    assert found(store, "bread", 1) == ["bread.txt"]
    assert store.faults() == []


def test_what_is_not_valid_unicode_is_refused_by_name(store):
    store.add(parts(BREAD))
    for article in (replace(TALKS, text="Talks \ud800 began."), replace(TALKS, title="\udfff")):
        with pytest.raises(CiteraError, match=r"talks\.txt.*lone surrogate"):
            store.add(parts(BREAD, article))
    assert list(store.articles()) == [BREAD]


def test_vectors_of_another_model_are_refused_until_they_are_made_anew(
    place, tmp_path, embedder, static_model
):
    with Store.open(place, embedder) as store:
        store.add(parts(TALKS, BREAD))
    other = Embedder(str(static_model), tmp_path)
    with Store.open(place, other) as store:
        for use in (lambda: store.search("bread"), lambda: store.add(parts(BREAD))):
            with pytest.raises(StoreMismatch, match="citera reindex") as raised:
                use()
            assert "e5-small" in str(raised.value)
            assert str(static_model) in str(raised.value)
            assert "CITERA_EMBEDDINGS" in str(raised.value)
        assert {article.source for article in store.articles()} == {"bread.txt", "talks.txt"}
    prompted = Embedder(embedder.identity.model, Path("/unused"), query_prompt="ask: ")
    prompted._of_questions = embedder._of_questions  # the same model, loaded already
    with (
        Store.open(place, prompted) as store,
        pytest.raises(StoreMismatch, match="'ask: '"),
    ):
        store.search("bread")


def test_listing_loads_no_model(store, place):
    store.add(parts(TALKS))
    argument = pickle.dumps(place).hex()
    done = subprocess.run(
        [sys.executable, "-c", LIST, argument], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "['talks.txt']" in done.stdout
    assert "articles=1, passages=1, sentences=2" in done.stdout


def test_a_folder_that_cannot_be_made_is_named(tmp_path, embedder):
    (tmp_path / "file").touch()
    with pytest.raises(CiteraError, match="CITERA_STORE") as raised:
        Store.open(tmp_path / "file" / "store", embedder)
    assert str(tmp_path / "file" / "store") in str(raised.value)


def test_a_damaged_file_is_named(tmp_path, embedder):
    with Store.open(tmp_path, embedder):
        pass
    (tmp_path / "store.sqlite3").write_bytes(b"nonsense " * 1000)
    with pytest.raises(StoreDamaged, match="ingest") as raised:
        Store.open(tmp_path, embedder)
    assert str(tmp_path) in str(raised.value)


def test_facets_tell_what_articles_can_be_told_apart_by(small_store):
    facets = small_store.facets()
    assert facets.collections == ("default",)
    assert set(facets.languages) == {"fr", "en", "es", "de"}
    assert (facets.first, facets.last) == ("2020-01", "2021")
