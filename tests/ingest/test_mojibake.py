"""UTF-8 that was encoded twice, and texts that are right and must stay as they are."""

import json
from pathlib import Path

import pytest

from ingest.articles import read_articles
from ingest.mojibake import repaired
from tests.ingest.chunking.test_blocks import CHINESE, JAPANESE, KOREAN
from tests.ingest.documents import FIRST, SECOND
from tests.ingest.parsers.test_encoding import ARABIC, FRENCH, GERMAN, GREEK, POLISH, RUSSIAN
from tests.ingest.sentence_cases import CASES


def mangled(text: str, encoding: str = "cp1252") -> str:
    """`text` as a program shows its UTF-8 that takes it for `encoding`."""
    decoder = {"cp1252": "sloppy-windows-1252", "cp1251": "sloppy-windows-1251"}
    import ftfy.bad_codecs  # noqa: F401  # registers them

    return text.encode("utf-8").decode(decoder.get(encoding, encoding))


@pytest.mark.parametrize(
    "text",
    [
        *(FRENCH, GERMAN, POLISH, RUSSIAN, ARABIC, GREEK, CHINESE, JAPANESE, KOREAN, FIRST, SECOND),
        *(
            "RÉPUBLIQUE",
            "Il va à l'école.",
            "The mayor said she doesn’t know.",
            "“It is,” he said.",
        ),
        *("São Paulo: a nação decidiu.", "A NAÇÃO DECIDIU EM SÃO PAULO."),
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_utf_8_that_was_encoded_twice_is_repaired(text: str, encoding: str):
    assert repaired(mangled(text, encoding)) == text
    assert repaired(mangled(mangled(text, encoding), encoding)) == text


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1251", "cp1250"])
def test_so_is_that_read_in_other_encodings(encoding: str):
    assert repaired(mangled(FRENCH.replace("À", "A"), encoding)) == FRENCH


def test_a_space_for_a_space_that_does_not_break_is_no_hindrance():
    assert repaired(mangled(FRENCH + " Il va à Paris.").replace("\xa0", " ")) == (
        FRENCH + " Il va à Paris."
    )


@pytest.mark.parametrize(
    "text",
    [
        *(text.replace("‖", "") for _, text in CASES),
        "SÃO PAULO, A NAÇÃO E A CONSTITUIÇÃO DE SÃO TOMÉ: A IRMÃ, A MAÇÃ.",
        "A IRMÃ® E A MAÇÃ™",
        "IRMÃ“",
        "ROMÃ—",
        "Der Spaß… Fuß° Straß»",
        "Le café…»",
        "CHÂTEAU D’ÂGE, PÂTÉ, ÂÂ",
        "ÅÄÖ ÄÄRETÖN Ærø Øystein Ã",
        "PHỞ BÒ, CÂU CHUYỆN, ÂM NHẠC",
        "text = text.replace('Ã©', 'é').replace('Ã¨', 'è')",
        "text = text.replace('Ã©', 'e')\nprint(\"â€™\")",
        "If you see cafÃ© in a page, it was UTF-8 that was read as Windows-1252.",
        "Mojibake such as donâ€™t is well known.",
        "An article with cafÃ© in a quote and café in its text.",
        "5 °C ± 1, 3 × 4 ÷ 2 § 5 ¶ 6 © 2020 ® ™",
    ],
)
def test_what_is_right_stays(text: str):
    assert repaired(text) == text


def test_documents_of_every_kind_are_repaired(tmp_path: Path):
    text = f"{FIRST}\n\n“{SECOND}” L’été à Paris."
    page = f'<html><head><meta charset="utf-8"></head><body><p>{FIRST}</p><p>“Là”</p></body></html>'
    line = json.dumps({"title": mangled("L’été"), "text": mangled(text)})
    documents = {
        "a.txt": mangled(text),
        "a.md": mangled(text),
        "a.html": mangled(page),
        "a.jsonl": line,
        "a.csv": f'title,text\n"{mangled("L’été")}","{mangled(FIRST)}"\n',
    }
    for name, written in documents.items():
        (tmp_path / name).write_text(written, "utf-8")
        (article,) = read_articles(tmp_path / name)
        assert article.text.startswith(FIRST), name
        assert "Ã" not in article.text + article.title, name
        assert "â€" not in article.text + article.title, name
