from random import Random

from assistant.readers.span.train.code_switch import CodeSwitch
from tests.assistant.readers.span.train.rows import row

LEXICON = {"en-de": {"won": "gewann", "race": "rennen"}}


def test_words_of_a_question_are_replaced():
    switch = CodeSwitch(LEXICON, questions=1, words=1)
    assert switch(row("Who won the race?", None), Random(0)) == "Who gewann the rennen?"


def test_and_in_the_other_direction():
    switch = CodeSwitch(LEXICON, questions=1, words=1)
    asked = row("Wer gewann das Rennen?", None, lang="de")
    assert switch(asked, Random(0)) == "Wer won das race?"


def test_a_language_without_a_list_stays():
    switch = CodeSwitch(LEXICON, questions=1, words=1)
    assert switch(row("誰が勝った？", None, lang="ja"), Random(0)) == "誰が勝った？"
