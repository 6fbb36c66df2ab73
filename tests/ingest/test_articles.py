"""What every format gives, in one table; the peculiarities of each are in `parsers/`."""

import json
import unicodedata
from pathlib import Path
from zipfile import ZipFile

import pytest

from ingest import UnreadableSource, read_articles, sample_article_path, split_passages
from tests.ingest.documents import AUTHOR, FIRST, SECOND, TITLE, URL, WRITERS, write_epub
from tests.ingest.story import DAY
from vectorstore import Filters
from vectorstore.article import Article
from vectorstore.tables import article_rows
from vectorstore.tables.database import Database

MONTH = "2020-01"
# Ending, title, date, author, url: what the format can state, or what stands in for it.
STATED = [
    (".txt", "Haftar rejects", MONTH, None, None),
    (".md", TITLE, MONTH, AUTHOR, URL),
    (".html", TITLE, MONTH, AUTHOR, URL),
    (".pdf", TITLE, None, AUTHOR, None),
    (".docx", TITLE, DAY, AUTHOR, None),
    (".epub", TITLE, MONTH, AUTHOR, None),
    (".xlsx", TITLE, DAY, AUTHOR, None),
    (".xls", TITLE, DAY, AUTHOR, None),
    (".ods", TITLE, DAY, AUTHOR, None),
    (".pptx", TITLE, DAY, AUTHOR, None),
    (".ppt", TITLE, DAY, AUTHOR, None),
    (".odp", TITLE, DAY, AUTHOR, None),
    (".odt", TITLE, DAY, AUTHOR, None),
    (".rtf", TITLE, DAY, AUTHOR, None),
    (".doc", TITLE, None, None, None),
    (".eml", TITLE, DAY, AUTHOR, None),
    (".msg", TITLE, DAY, AUTHOR, None),
    (".vtt", "Haftar rejects", None, None, None),
    (".mht", TITLE, MONTH, AUTHOR, URL),
    (".warc", TITLE, MONTH, AUTHOR, URL),
    (".csv", TITLE, MONTH, AUTHOR, URL),
    (".jsonl", TITLE, MONTH, AUTHOR, URL),
    (".json", TITLE, MONTH, AUTHOR, URL),
    (".zip", TITLE, MONTH, AUTHOR, URL),
]


def read(folder: Path, ending: str) -> list[Article]:
    path = folder / f"haftar-rejects-2020-01{ending}"
    WRITERS[ending](path)
    return list(read_articles(path, "news"))


@pytest.mark.parametrize(("ending", "title", "date", "author", "url"), STATED)
def test_every_format_gives_its_text_and_metadata(
    tmp_path: Path, ending: str, title: str, date: str, author: str | None, url: str | None
):
    article = read(tmp_path, ending)[0]
    words = article.text.split()
    for paragraph in (FIRST, SECOND):
        assert " ".join(paragraph.split()) in " ".join(words)
    for navigation in ("Accueil", "Mentions légales", "Table des matières", "2020-01"):
        assert navigation not in article.text
    assert (article.title, article.date, article.author, article.url) == (title, date, author, url)
    assert article.language == "fr"
    assert article.collection == "news"
    assert article.source.startswith(str(tmp_path / "haftar-rejects-2020-01"))


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".json", ".zip"])
def test_files_of_many_articles_give_all_of_them(tmp_path: Path, ending: str):
    articles = read(tmp_path, ending)
    assert [article.language for article in articles] == ["fr", "en"]
    assert len({article.id for article in articles}) == 2


def test_the_sample_article():
    (article,) = read_articles(sample_article_path())
    assert (article.title, article.date) == ("Haftar rejects ceasefire", "2020-01")
    assert article.language == "fr"
    assert article.text.startswith("Jeudi dans la soirée, l’homme fort")
    passages = split_passages(article)
    assert "".join(passage.text for passage in passages) == article.text
    assert sum(len(passage.sentences) for passage in passages) == 11


def test_pages_of_a_pdf(tmp_path: Path):
    (article,) = read(tmp_path, ".pdf")
    assert article.page_starts == (0, len(FIRST) + 2)
    assert [article.text[start:][:5] for start in article.page_starts] == [FIRST[:5], SECOND[:5]]


def test_reading_again_gives_the_same_article(tmp_path: Path):
    for ending in WRITERS:
        first, again = (read(tmp_path, ending) for _ in range(2))
        assert [a.id for a in first] == [a.id for a in again]
        assert [a.content_hash for a in first] == [a.content_hash for a in again]


def test_a_relative_path_names_the_same_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (absolute,) = read(tmp_path, ".txt")
    monkeypatch.chdir(tmp_path)
    (relative,) = read_articles(Path("haftar-rejects-2020-01.txt"), "news")
    assert relative.id == absolute.id


def test_the_text_is_stored_in_one_normal_form(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(
        "\ufeffUn e\u0301te\u0301.  \r\n\r\n\r\n\r\nFin\u2028de la\x07 page.\r".encode()
    )
    (article,) = read_articles(path)
    assert article.text == "Un été.\n\nFin\nde la page."


@pytest.mark.parametrize("charset", ["iso-8859-1", "latin1", "us-ascii"])
def test_a_page_that_names_latin_1_keeps_the_letters_of_windows(tmp_path: Path, charset: str):
    words = "L’œuvre coûte 5 € – dit-on…"
    page = f'<html><head><meta charset="{charset}"></head><body><p>{words}</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    (article,) = read_articles(tmp_path / "a.html")
    assert article.text == words


@pytest.mark.parametrize(
    "doctype",
    [
        "",
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "xhtml11.dtd">',
        '<!DOCTYPE html [<!ENTITY eacute "evil">]>',
    ],
)
def test_named_characters_of_a_book_are_read(tmp_path: Path, doctype: str):
    write_epub(tmp_path / "good.epub")
    page = (
        f"{doctype}<html><body><p>caf&eacute; noir &amp;&lt; l&rsquo;homme&nbsp;!</p></body></html>"
    )
    with (
        ZipFile(tmp_path / "good.epub") as good,
        ZipFile(tmp_path / "a.epub", "w") as book,
    ):
        for name in good.namelist():
            book.writestr(name, page if name.endswith("b.xhtml") else good.read(name))
    (article,) = read_articles(tmp_path / "a.epub")
    assert article.text.endswith("café noir &< l’homme !")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("haftar-rejects-ceasefire-2020-01.txt", "Haftar rejects ceasefire"),
        ("2020-01-09_the_talks.txt", "The talks"),
        ("2020.txt", "2020"),
        ("Élections à Tripoli.txt", "Élections à Tripoli"),
    ],
)
def test_a_file_without_a_title_is_called_after_its_name(tmp_path: Path, name: str, title: str):
    (tmp_path / name).write_text("The talks began on Monday, and nobody was surprised.\n", "utf-8")
    (article,) = read_articles(tmp_path / name)
    assert article.title == title


@pytest.mark.parametrize(
    ("name", "text", "date"),
    [
        ("2024-11-05 budget talks.txt", "It broke up.", "2024-11-05"),
        ("2024-11-05 budget talks.txt", "date 2024-10 It broke up.", "2024-10"),
        ("2024-11-05 budget talks.html", "<p>It broke up.</p>", "2024-11-05"),
        ("2024-11-05 budget talks.csv", "title,text\nBudget,It broke up.\n", None),
    ],
)
def test_a_date_that_begins_the_name_is_that_of_an_article_that_states_none(
    tmp_path: Path, name: str, text: str, date: str | None
):
    (tmp_path / name).write_text(text, "utf-8")
    (article,) = read_articles(tmp_path / name)
    assert article.date == date


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_any_name_of_a_file_is_kept_whole_and_found(tmp_path: Path, form: str):
    stem = "Mühle %20 & #1 [draft] (2)"
    path = tmp_path / unicodedata.normalize(form, f"{stem}.txt")
    path.write_text("The mill of Helst was sold.", "utf-8")
    (article,) = read_articles(path)
    assert (article.title, article.source) == (stem, str(path))
    assert found_by_source(tmp_path / "store", article, unicodedata.normalize("NFD", stem))
    assert found_by_source(tmp_path / "store", article, f"{stem}.TXT")


def found_by_source(store: Path, article: Article, part: str) -> bool:
    database = Database(store.with_suffix(f".{len(list(store.parent.iterdir()))}"))
    with database.writing() as db:
        article_rows.insert(db, [article])
        found = article_rows.newest(db, 1, Filters(sources=(part,)))
    database.close()
    return found == [article.id]


@pytest.mark.parametrize(
    ("source", "author", "url"),
    [
        (r"C:\Users\desk\articles\quay.txt", None, None),
        ("/home/desk/quay.txt", None, None),
        ("The Quay", "The Quay", None),
        ("https://quay.example/1", None, "https://quay.example/1"),
    ],
)
@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_the_source_of_a_record_is_its_publisher_or_its_address_and_no_path(
    tmp_path: Path, ending: str, source: str, author: str | None, url: str | None
):
    path = tmp_path / f"list{ending}"
    record = json.dumps({"text": "The quay of Sarnow sank.", "source": source})
    table = f"text;source\nThe quay of Sarnow sank.;{source}\n"
    path.write_text(record if ending == ".jsonl" else table, "utf-8")
    (article,) = read_articles(path)
    assert (article.author, article.url) == (author, url)


def test_the_heading_of_a_text_is_its_title(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("Talks begin in Tripoli\n\nThey began on Monday, a witness said.\n", "utf-8")
    (article,) = read_articles(path)
    assert article.title == "Talks begin in Tripoli"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("talks in May.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nWill they talk?\n\nThey will.\n"),
        ("talks in May.eml", "Message-ID: <1>\n\nHi Rolf\n\nThey talk.\n"),
    ],
)
def test_what_has_no_heading_is_called_after_its_file(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text, "utf-8")
    (article,) = read_articles(tmp_path / name)
    assert article.title == "Talks in May"


def test_an_unreadable_file_is_an_error(tmp_path: Path):
    with pytest.raises(UnreadableSource, match=r"missing\.txt.*cannot be opened"):
        list(read_articles(tmp_path / "missing.txt"))
