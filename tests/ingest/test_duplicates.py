from pathlib import Path

import pytest

from ingest import find_duplicates, ingest_paths, sample_article_path, split_passages
from ingest.duplicates import LEAST_RESEMBLANCE, resemblance
from vectorstore import Article, Store

SAMPLE = sample_article_path().read_text("utf-8").removeprefix(" date 2020-01 ")
OTHER = (
    "Le prix du pain a augmenté d’un dixième dans la capitale, selon une enquête menée auprès de "
    "cinquante boulangers. Plusieurs d’entre eux disent attendre une baisse au printemps prochain."
)


def in_agency_style(text: str) -> str:
    """The text as another paper would print it: a new first line, a cut and other quotes."""
    paragraphs = text.split("\n\n")
    changed = text.replace("«", "“").replace("»", "”").replace(paragraphs[1] + "\n\n", "")
    return f"TRIPOLI (agence) - {changed} © Tous droits réservés."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.txt").write_text(f"date 2020-01-10 {in_agency_style(SAMPLE)}", "utf-8")
    (folder / "b.txt").write_text(f"date 2020-01-09 {SAMPLE}", "utf-8")
    (folder / "c.txt").write_text(OTHER, "utf-8")
    return folder


def names(store: Store) -> list[list[str]]:
    return [[Path(article.source).name for article in group] for group in find_duplicates(store)]


def _by_id(article: Article) -> str:
    return article.id


def test_the_same_story_in_two_papers_is_one_group(store: Store, archive: Path):
    ingest_paths(store, [archive])
    assert names(store) == [["b.txt", "a.txt"]]


def test_groups_follow_the_store(store: Store, archive: Path):
    ingest_paths(store, [archive])
    assert names(store) == [["b.txt", "a.txt"]]
    (archive / "d.txt").write_text(f"{SAMPLE} Fin.", "utf-8")
    (archive / "a.txt").write_text(f"{OTHER} (Agences)", "utf-8")
    ingest_paths(store, [archive])
    assert sorted(map(sorted, names(store))) == [["a.txt", "c.txt"], ["b.txt", "d.txt"]]
    for article in list(store.articles()):
        if article.source.endswith(("a.txt", "b.txt")):
            store.remove(article.id)
    assert names(store) == []


def test_collections_are_apart(store: Store, archive: Path):
    ingest_paths(store, [archive / "a.txt"], "one")
    ingest_paths(store, [archive / "b.txt"], "two")
    assert find_duplicates(store, "one") == []
    assert len(find_duplicates(store)) == 1


def test_a_copy_in_another_collection_hides_none(store: Store, archive: Path):
    text = (archive / "b.txt").read_text("utf-8")
    one = sorted((Article(text, "T", name, collection="one") for name in "ab"), key=_by_id)
    copies = (Article(text, "T", str(number), collection="two") for number in range(100))
    between = next(copy for copy in copies if one[0].id < copy.id < one[1].id)
    store.add([(article, split_passages(article)) for article in (*one, between)])
    (group,) = find_duplicates(store, "one")
    assert sorted(group, key=_by_id) == one
    assert find_duplicates(store, "two") == []
    (everywhere,) = find_duplicates(store)
    assert len(everywhere) == 3


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (SAMPLE, SAMPLE.upper(), True),
        (SAMPLE, in_agency_style(SAMPLE), True),
        (SAMPLE, OTHER, False),
        (SAMPLE, " ".join(reversed(SAMPLE.split())), False),
        (
            "将军拒绝了停火协议，并宣布继续进攻首都。",
            "将军拒绝了停火协议，并宣布继续进攻首都！",
            True,
        ),
        ("将军拒绝了停火协议，并宣布继续进攻首都。", "面包价格上涨了百分之十，面包师说。", False),
        ("Oui.", "Non.", False),
    ],
)
def test_resemblance(first: str, second: str, alike: bool):
    assert (resemblance(first, second) >= LEAST_RESEMBLANCE) is alike
