from types import SimpleNamespace

from assistant.answer import AnswerSentence, Citation
from assistant.compose.composer import as_dropped, marked_text
from assistant.stages import Claim, Support, Verdict


def cite(number: int) -> Citation:
    return Citation(number=number, passage_id="p", article_id="a", start=0, end=1, quote="x")


def test_what_was_left_out_says_whether_it_was_unsupported_or_weaker():
    cited = (SimpleNamespace(cite=lambda: cite(1)),)
    verdicts = [
        Verdict(Support.UNVERIFIED, 0.9),
        Verdict(Support.VERIFIED),
        Verdict(Support.VERIFIED, 0.1),
        Verdict(Support.WRONG_ENTITY, 0.0),
        Verdict(Support.UNSUPPORTED),
    ]
    dropped = as_dropped([Claim("So.", cited, verdict=verdict) for verdict in verdicts])
    assert [each.reason for each in dropped] == ["weaker"] * 2 + ["unsupported"] * 3


def test_markers_follow_each_sentence_once():
    sentences = [
        AnswerSentence(text="One.", citations=(cite(2), cite(2), cite(1))),
        AnswerSentence(text="Two.", citations=(cite(3),)),
    ]
    assert marked_text(sentences) == "One. [2][1] Two. [3]"


def test_a_translation_stands_in_brackets_behind_the_markers():
    sentence = AnswerSentence(text="Un.", citations=(cite(1),), quoted=True, translation="One.")
    assert marked_text([sentence]) == "Un. [1] (One.)"
