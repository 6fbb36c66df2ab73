"""Exact match and F1 of spans in many languages, and AUC, by values worked out by hand."""

import pytest

from eval.metrics.spans import (
    SpanGold,
    SpanPrediction,
    area_under_roc,
    normalise_span,
    score_spans,
    span_exact_match,
    span_f1,
)


def predicted(text: str, p_null: float = 0.0) -> SpanPrediction:
    return SpanPrediction(text, 0, 1.0, p_null)


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("en", "The Rhine's an  U.S. river", "rhines us river"),
        ("en", "der Rhine", "der rhine"),
        ("de", "Das Haus eines Arztes in der Straße", "haus arztes in strasse"),
        ("es", "¿La casa de los García?", "casa de garcía"),
        ("fr", "L’eau, l'État et les «lois»", "eau état et lois"),
        ("it", "gli studi dell'arte", "studi dell arte"),
        ("pt", "o gasoduto e as ilhas", "gasoduto e ilhas"),
        ("nl", "het huis van een arts", "huis van arts"),
        ("sv", "den store kungen", "store kungen"),
        ("hu", "egy ház a parton", "ház parton"),
        ("el", "η πόλη του Πειραιά", "πόλη πειραιά"),
        ("ar", "الكتاب على الطاولة،", "كتاب على طاولة"),
        ("fa", "الکتاب", "الکتاب"),
        ("tr", "bir köprü", "bir köprü"),
        ("ko", "서울은 수도", "서울은 수도"),
        ("zh", "在2003年，ABC公司", "在 2003 年 abc 公 司"),
        ("ja", "東京タワー（とう）", "東 京 タ ワ ー と う"),
        ("th", "กรุง 10", "ก รุ ง 10"),
        ("en", "ﬁve ２３ km²", "five 23 km2"),
        ("en", "$5,000 + 3", "5000 3"),
    ],
)
def test_case_punctuation_and_the_articles_of_the_language_are_left_out(language, text, tokens):
    assert normalise_span(text, language) == tuple(tokens.split())


@pytest.mark.parametrize(
    ("language", "text", "golds", "exact", "f1"),
    [
        ("en", "the Rhine river", ("Rhine",), 0, 2 / 3),
        ("en", "the Rhine river", ("Main", "Rhine river."), 1, 1),
        ("en", "a big big dog", ("big dog",), 0, 4 / 5),
        ("en", "Main", ("Rhine",), 0, 0),
        ("en", "", ("Rhine",), 0, 0),
        ("en", "The", ("a",), 1, 1),
        ("en", "Rhine", ("the",), 0, 0),
        ("zh", "2003年", ("在2003年",), 0, 4 / 5),
        ("zh", "2003 年", ("2003年",), 1, 1),
        ("ar", "الكتاب", ("كتاب",), 1, 1),
    ],
)
def test_a_span_is_measured_against_its_nearest_gold_answer(language, text, golds, exact, f1):
    gold = SpanGold(language, golds)
    assert span_exact_match(text, gold) == exact
    assert span_f1(text, gold) == pytest.approx(f1)


def test_auc_is_the_share_of_pairs_in_the_right_order():
    # .9 is above two of three, .4 above one and equal to one.
    assert area_under_roc([0.9, 0.4], [0.4, 0.1, 0.95]) == pytest.approx(3.5 / 6)
    assert area_under_roc([0.9], [0.1]) == 1
    assert area_under_roc([0.1], [0.9]) == 0
    assert area_under_roc([], [0.9]) is None


def test_scores_are_means_by_language():
    questions = [
        (predicted("the Rhine river", 0.2), SpanGold("en", ("Rhine",))),
        (predicted("2003年", 0.3), SpanGold("zh", ("2003年",))),
        (predicted("Main", 0.6), SpanGold("en", ("Main", "the Rhine"))),
        (predicted("Rhine", 0.4), SpanGold("en", ())),
    ]
    scores = score_spans(*zip(*questions, strict=True))
    assert list(scores) == ["en", "zh"]
    english, chinese = scores["en"], scores["zh"]
    assert (english.answerable, english.unanswerable) == (2, 1)
    assert english.exact_match == pytest.approx(1 / 2)
    assert english.f1 == pytest.approx((2 / 3 + 1) / 2)
    assert english.auc == pytest.approx(1 / 2)
    assert (chinese.exact_match, chinese.f1, chinese.auc) == (1, 1, None)


def test_without_answerable_questions_there_is_no_match_to_measure():
    (scores,) = score_spans([predicted("a")], [SpanGold("de", ())]).values()
    assert (scores.exact_match, scores.f1, scores.auc, scores.unanswerable) == (None, None, None, 1)


def test_there_must_be_a_prediction_for_each_gold():
    with pytest.raises(ValueError, match="longer"):
        score_spans([predicted("a")], [SpanGold("de", ())] * 2)
