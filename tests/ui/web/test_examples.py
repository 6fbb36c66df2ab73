"""Tests of ui/web/examples.py: questions come from the names in the articles."""

from ui.web.examples import example_questions
from ui.web.i18n.choose import ENGLISH, FRENCH
from vectorstore.article import Article


def article(text: str) -> Article:
    return Article(text=text, title="T", source="s")


def test_questions_name_who_the_article_speaks_of_most():
    text = (
        "Yesterday the minister Ana Costa met Jan de Vries. Later Ana Costa left for Lisbon."
        " Critics said that Maria Silva knew."
    )
    assert example_questions([article(text)], ENGLISH) == [
        "Who is Ana Costa?",
        "What is said of Jan de Vries?",
        "Who is Maria Silva?",
    ]


def test_a_capital_that_opens_a_sentence_is_no_name():
    assert example_questions([article("It ended. The End came. She left.")], ENGLISH) == []


def test_names_that_share_a_word_are_asked_about_once():
    text = "We saw Ana Costa. Then we saw President Ana Costa and we saw Ana Costa."
    assert example_questions([article(text)], FRENCH) == ["Qui est Ana Costa ?"]


def test_scripts_without_capitals_give_no_question():
    assert example_questions([article("利比亚将军哈夫塔尔拒绝停火。" * 5)], ENGLISH) == []
