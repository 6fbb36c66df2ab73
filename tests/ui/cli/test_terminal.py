"""Tests of ui/cli/terminal.py: what of an answer is printed first, and what follows."""

from ingest import IngestReport, SourceFailure
from tests.ui.answers import answer, citation, cited_passage
from ui.cli.terminal import print_answer, print_phrased, print_report, print_translations
from vectorstore import Article

PASSAGE = cited_passage(Article(text="Voici la preuve.", title="T", source="s"), "Voici la preuve.")
QUOTED = answer([PASSAGE], ("Voici la preuve.", (citation(1, PASSAGE, "la preuve"),)))


def test_translations_follow_the_answer_and_its_quotes(capsys):
    (sentence,) = QUOTED.sentences
    translated = sentence.model_copy(update={"quoted": True, "translation": "Here is the proof."})
    print_answer(QUOTED)
    print_translations(QUOTED.model_copy(update={"sentences": (translated,)}))
    first, source, translation = capsys.readouterr().out.strip().split("\n\n")
    assert first == QUOTED.text
    assert source.startswith("[1]")
    assert translation.endswith("\n[1] Here is the proof.")


def test_what_was_quoted_is_said_in_a_sentence_where_a_model_did(capsys):
    print_phrased(QUOTED)
    assert "Voici la preuve. [1]" in capsys.readouterr().out
    (sentence,) = QUOTED.sentences
    quoted = sentence.model_copy(update={"quoted": True})
    print_phrased(QUOTED.model_copy(update={"sentences": (quoted,)}))
    assert capsys.readouterr().out == ""


def test_nothing_is_said_of_translations_where_there_are_none(capsys):
    print_translations(QUOTED)
    assert capsys.readouterr().out == ""


def test_each_file_that_was_passed_over_is_named_with_its_reason(capsys):
    names = [f"/news/{name}.jpg" for name in "abcde"]
    skipped = [SourceFailure(name, "a picture") for name in names]
    print_report(IngestReport(added=2, skipped=skipped))
    said = capsys.readouterr()
    assert said.out == "2 added, 5 passed over\n"
    assert said.err.splitlines() == [
        f"Passed over: /news/{name}.jpg: a picture" for name in "abcde"
    ]


def test_the_pages_of_quotes_are_those_printed_on_them(capsys):
    (sentence,) = QUOTED.sentences
    told = {
        "page 4": ((4,), ("4",)),
        "pages 1 and 2": ((1, 2), ("1", "2")),
        "page iv (sheet 6)": ((6,), ("iv",)),
    }
    for shown, (pages, labels) in told.items():
        update = {"pages": pages, "page_labels": labels}
        cited = (sentence.citations[0].model_copy(update=update),)
        update = {"sentences": (sentence.model_copy(update={"citations": cited}),)}
        print_answer(QUOTED.model_copy(update=update))
        assert f"[1] T, s, {shown}\n" in capsys.readouterr().out
