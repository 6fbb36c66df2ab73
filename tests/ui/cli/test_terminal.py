"""Tests of ui/cli/terminal.py: what of an answer is printed first, and what follows."""

from ingest import IngestReport, SourceFailure
from tests.ui.answers import answer, citation, cited_passage
from ui.cli.terminal import (
    print_answer,
    print_articles,
    print_passages,
    print_phrased,
    print_report,
    print_translations,
)
from vectorstore import Article, Passage, ScoredPassage, Span

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


def test_recognised_quotes_say_so_and_when_to_doubt_them(capsys):
    (sentence,) = QUOTED.sentences
    for certainty, shown in (
        (0.979, "recognised text (OCR), 97% certain"),
        (0.85, "recognised text (OCR), 85% certain: compare it with the page"),
    ):
        cited = (sentence.citations[0].model_copy(update={"ocr_certainty": certainty}),)
        update = {"sentences": (sentence.model_copy(update={"citations": cited}),)}
        print_answer(QUOTED.model_copy(update=update))
        assert f"[1] T, s, {shown}\n" in capsys.readouterr().out


COMMAND = "\x1b]0;owned\x07\x9b2J"


def _commands(said) -> set[str]:
    """The control characters in what was printed; those of our own bold type are not printed."""
    return {char for char in said.out + said.err if not char.isprintable()} - {"\n"}


def test_no_text_of_an_article_or_a_model_commands_the_terminal(capsys):
    text = f"Voici {COMMAND} la preuve."
    article = Article(text, title=COMMAND, source=f"{COMMAND}.txt", date=COMMAND)
    passage = cited_passage(article, text)
    quote = citation(1, passage, text).model_copy(
        update={"pages": (1,), "page_labels": (COMMAND,), "span": (0, 8)}
    )
    made = answer([passage], (text, (quote,)))
    sentence = made.sentences[0].model_copy(update={"translation": text})
    told = {"sentences": (sentence,), "notice": COMMAND}
    print_answer(made.model_copy(update=told))
    print_phrased(made)
    print_translations(made.model_copy(update=told))
    print_articles([article])
    whole = Passage(article.id, 0, len(text), text, (Span(0, len(text)),))
    hit = ScoredPassage(whole, article, 0.5, (0.5,))
    print_passages([(hit, hit.passage)])
    failure = SourceFailure(f"/news/{COMMAND}.zip", COMMAND)
    print_report(IngestReport(failed=[failure], skipped=[failure]))
    said = capsys.readouterr()
    assert said.out.count("owned") == 15
    assert said.err.count("owned") == 5
    assert _commands(said) == set()


def test_no_line_of_a_quote_or_a_title_passes_for_a_source_of_ours(capsys):
    text = "It is so.\n[2] Reuters, 2024"
    article = Article(text, title="News\n[3] Reuters", source="a\n[4] b.txt")
    passage = cited_passage(article, text)
    print_answer(answer([passage], ("So.", (citation(1, passage, text),))))
    print_articles([article])
    said = answer([passage], ("So.\n[5] Reuters", (citation(1, passage, text),)))
    (sentence,) = said.sentences
    print_phrased(said)
    translated = sentence.model_copy(update={"translation": "So.\n\n[6] Reuters"})
    print_translations(said.model_copy(update={"sentences": (translated,)}))
    lines = capsys.readouterr().out.splitlines()
    assert "Reuters" in lines[-1]
    assert [line for line in lines if line.startswith(("[2]", "[3]", "[4]", "[5]", "[6]"))] == []
    assert "    “It is so. [2] Reuters, 2024”" in lines
