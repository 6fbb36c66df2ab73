from assistant.answer import AnswerSentence, Citation
from assistant.compose.composer import as_dropped, as_sentences, confidence, marked_text
from assistant.evidence import Evidence
from assistant.stages import Choice, Claim, Support, Verdict
from vectorstore import Article, Passage, ScoredPassage, Span


def cite(number: int) -> Citation:
    return Citation(number=number, passage_id="p", article_id="a", start=0, end=1, quote="x")


def sentence(text: str) -> Evidence:
    span = Span(0, len(text))
    article = Article(text, "News", "news.txt")
    passage = Passage(article.id, 0, len(text), text, (span,))
    return Evidence(1, ScoredPassage(passage, article, 1.0, (1.0,)), span, 1.0)


def claim(text: str, probability: float | None) -> Claim:
    return Claim(text, (sentence(text),), verdict=Verdict(Support.VERIFIED, probability))


def test_a_citation_is_the_place_and_the_words_of_its_sentence():
    (told,) = as_sentences([claim("It rains.", 0.5)])
    (cited,) = told.citations
    assert (cited.number, cited.start, cited.end, cited.quote) == (1, 0, 9, "It rains.")


def test_what_was_left_out_says_whether_it_was_unsupported_or_weaker():
    cited = (sentence("So it is."),)
    verdicts = [
        Verdict(Support.VERIFIED),
        Verdict(Support.VERIFIED, 0.1),
        Verdict(Support.UNSUPPORTED),
    ]
    dropped = as_dropped([Claim("So.", cited, verdict=verdict) for verdict in verdicts])
    assert [each.reason for each in dropped] == ["weaker", "unsupported", "unsupported"]


def test_markers_follow_each_sentence_once():
    sentences = [
        AnswerSentence(text="One.", citations=(cite(2), cite(2), cite(1))),
        AnswerSentence(text="Two.", citations=(cite(3),)),
    ]
    assert marked_text(sentences) == "One. [2][1] Two. [3]"


def test_a_translation_stands_in_brackets_behind_the_markers():
    sentence = AnswerSentence(text="Un.", citations=(cite(1),), quoted=True, translation="One.")
    assert marked_text([sentence]) == "Un. [1] (One.)"


def test_confidence_is_none_where_nothing_was_estimated():
    assert confidence(Choice()) is None
    assert confidence(Choice((claim("It is Russia.", None),))) is None
    estimated = claim("They are Turks.", 0.4)
    assert confidence(Choice((claim("It is Russia.", None), estimated))) == 0.4


def test_a_citation_over_the_end_of_a_page_has_two_pages():
    text = "It rains."
    article = Article(
        text,
        "News",
        "a.pdf",
        page_starts=(0, 0, 5),
        page_labels=("i", "ii", "1"),
        page_certainties=(0.5, 1, 0.97),
    )
    passage = Passage(article.id, 0, len(text), text, (Span(0, len(text)),), page=2)
    hit = ScoredPassage(passage, article, 1.0, (1.0,))
    evidence = Evidence(1, hit, Span(0, len(text)), 1.0)
    rain = Claim(text, (evidence,), verdict=Verdict(Support.VERIFIED, 0.5))
    (told,) = as_sentences([rain])
    assert (told.citations[0].pages, told.citations[0].page_labels) == ((2, 3), ("ii", "1"))
    assert told.citations[0].ocr_certainty == 0.97
