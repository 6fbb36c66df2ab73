"""Tests of export.py: Markdown with a footnote for every quote, and nothing read as markup."""

import re

from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.html.test_thread import HOSTILE
from ui.web.export import export_markdown
from vectorstore.article import Article

ARTICLE = Article(
    text="First words. The proof is here.", title="News", source="n.txt", date="2020-01"
)


def test_each_quote_becomes_a_footnote_that_says_where_it_stands():
    passage = cited_passage(ARTICLE, "The proof is here.")
    proof = citation(1, passage, "proof")
    markdown = export_markdown(answer([passage], ("So it is.", (proof,)), ("Truly.", (proof,))))
    assert markdown == (
        "## Why?\n\nSo it is.[^1] Truly.[^1]\n\n[^1]: “proof” *News*, 2020-01, n.txt, 17–22\n"
    )


def test_any_name_of_a_file_stands_whole_in_a_footnote():
    name = "name with %20 & #1 [draft] (2).txt"
    passage = cited_passage(Article(text="The proof.", title=name, source=name), "The proof.")
    markdown = export_markdown(answer([passage], ("So.", (citation(1, passage, "proof"),))))
    assert re.sub(r"\\(.)", r"\1", markdown).count(name) == 2


def test_a_translation_stands_behind_its_quotation():
    passage = cited_passage(ARTICLE, "The proof is here.")
    made = answer([passage], ("Voici.", (citation(1, passage, "proof"),)))
    (sentence,) = made.sentences
    told = sentence.model_copy(update={"translation": "Here *it* is."})
    markdown = export_markdown(made.model_copy(update={"sentences": (told,)}))
    assert "Voici.[^1] (Here \\*it\\* is.)\n" in markdown


def test_an_unanswered_question_has_no_footnotes():
    markdown = export_markdown(answer([]))
    assert markdown == "## Why?\n\nThe article does not say.\n"


def test_what_no_article_answers_is_said_after_the_answer():
    passage = cited_passage(ARTICLE, "The proof is here.")
    made = answer([passage], ("So.", (citation(1, passage, "proof"),)))
    markdown = export_markdown(made.model_copy(update={"unanswered": ("And *when*?",)}))
    assert "So.[^1] The articles do not answer: And \\*when\\*?\n" in markdown


def test_hostile_texts_stay_texts():
    hostile = Article(text=HOSTILE, title=HOSTILE, source=HOSTILE)
    passage = cited_passage(hostile, HOSTILE)
    markdown = export_markdown(answer([passage], (HOSTILE, (citation(1, passage, HOSTILE),))))
    assert not re.search(r"(?<!\\)[<>`]", markdown)
    assert "](" not in markdown.replace("\\](", "")


def test_a_recognised_quote_says_so():
    passage = cited_passage(ARTICLE, "The proof is here.")
    proof = citation(1, passage, "proof").model_copy(update={"ocr_certainty": 0.976})
    markdown = export_markdown(answer([passage], ("So it is.", (proof,))))
    assert "recognised text (OCR), 97% certain, " in markdown


def test_a_page_label_stays_a_text():
    passage = cited_passage(ARTICLE, "The proof is here.")
    update = {"pages": (1,), "page_labels": ("![](https://evil.example/p.png)",)}
    proof = citation(1, passage, "proof").model_copy(update=update)
    markdown = export_markdown(answer([passage], ("So it is.", (proof,))))
    assert "p. \\!\\[\\](https://evil.example/p.png)" in markdown
