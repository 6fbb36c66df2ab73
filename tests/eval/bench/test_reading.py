"""The comparison of what is read with what a document says."""

import pytest
from click.testing import CliRunner

from eval.bench import reading
from eval.bench.loaders import PRODUCT, load_with_citera
from eval.bench.reading_scores import score
from eval.datasets.documents import ExpectedDocument, load_documents
from vectorstore import Article

SENTENCES = ("The well-known mayor left.", "Nobody was hurt.")


def scored(text: str, *expected: str, whole: bool = True):
    document = ExpectedDocument(document="a.txt", expected=expected or SENTENCES, whole=whole)
    return score(document, [Article(text, "A", "a.txt", language="en")])


def test_a_text_that_is_right_has_all_sentences_and_characters():
    found = scored("The  well-known mayor left.\tNobody was hurt.")
    assert (found.whole, found.expected, found.missed) == (2, 2, ())
    assert (found.lost, found.invented) == (0, 0)
    assert found.characters == sum(each.isalnum() for text in SENTENCES for each in text)


@pytest.mark.parametrize(
    ("text", "whole", "lost", "invented"),
    [
        ("The wellknown mayor left. Nobody was hurt.", 1, 9, 9),
        ("The well-known mayor\n\nPage 2\n\nleft. Nobody was hurt.", 1, 0, 5),
        ("Nobody was hurt.", 1, 21, 0),
        ("", 0, 34, 0),
        ("Nobody was hurt. The well-known mayor left. Nobody was hurt.", 2, 0, 13),
    ],
)
def test_what_is_broken_lost_or_invented_is_counted(text, whole, lost, invented):
    found = scored(text)
    assert (found.whole, found.lost, found.invented) == (whole, lost, invented)


def test_a_row_is_compared_by_its_words_and_figures_in_their_order():
    row = "Town: Varlet | 2023: 321"
    assert scored("| Town: Varlet | 2023: 321 |", row).whole == 1
    assert scored("Varlet | 321", row).whole == 0
    assert scored("Town: Varlet | 2023: 3210", row).whole == 0


def test_of_a_sample_of_a_text_no_characters_are_counted():
    found = scored("Nobody was hurt. More follows.", "Nobody was hurt.", whole=False)
    assert (found.whole, found.characters, found.lost, found.invented) == (1, 0, 0, 0)


def test_the_expected_documents_are_all_different():
    documents = load_documents()
    assert len({each.document for each in documents}) == len(documents) > 30
    assert all(each.whole for each in documents)


def test_the_command_names_what_is_missed(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("The well-known mayor left.")
    document = ExpectedDocument(document="a.txt", expected=SENTENCES)
    expected = tmp_path / "expected.jsonl"
    expected.write_text(document.model_dump_json() + "\n")
    monkeypatch.setattr(reading, "loaders", lambda: {PRODUCT: load_with_citera})
    done = CliRunner().invoke(
        reading.main, [str(tmp_path), "--expected", str(expected), "--missed"]
    )
    assert done.exit_code == 1
    assert " 1 /  1    1 /   2 = 0.500" in done.output
    assert done.output.splitlines()[-1] == "Nobody was hurt."
