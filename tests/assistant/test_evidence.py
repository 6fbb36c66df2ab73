from assistant.evidence import Evidence, best_evidence
from vectorstore import Article, Passage, ScoredPassage, Span

TITLE = "Rebels turn down truce"


def hit(
    source: str, scored: dict[str, float], title: str = TITLE, score: float = 0.9
) -> ScoredPassage:
    """A passage of an article of its own, whose sentences match as well as is said."""
    text = " ".join(scored)
    starts = [text.index(sentence) for sentence in scored]
    spans = tuple(Span(at, at + len(each)) for at, each in zip(starts, scored, strict=True))
    article = Article(text, title, source, date="2020-01")
    passage = Passage(article.id, 0, len(text), text, spans)
    return ScoredPassage(passage, article, score, tuple(scored.values()))


def texts(evidence: list[Evidence]) -> list[str]:
    return [item.text for item in evidence]


def test_the_best_sentences_come_first_numbered_by_their_passage():
    first = hit("a", {"It began on Sunday.": 0.9, "Nobody came.": 0.5})
    second = hit("b", {"They talked.": 0.95}, score=0.8)
    evidence = best_evidence([first, second], 2)
    assert [(item.number, item.text) for item in evidence] == [
        (1, "It began on Sunday."),
        (2, "They talked."),
    ]


def test_another_article_has_its_say_beside_one_with_many_sentences_alike():
    many = hit("a", {"It began.": 0.9, "It began late.": 0.895, "It began again.": 0.892})
    other = hit("b", {"It began on Saturday.": 0.89})
    assert texts(best_evidence([many, other], 2)) == ["It began.", "It began on Saturday."]


def test_a_headline_comes_after_what_it_stands_over():
    found = hit("a", {TITLE: 0.95, "Their leader said no on Friday.": 0.9, "He left.": 0.8})
    assert texts(best_evidence([found], 3)) == [
        "Their leader said no on Friday.",
        TITLE,
        "He left.",
    ]


def test_a_sentence_is_read_under_the_title_of_its_article():
    (item,) = best_evidence([hit("a", {"He said no.": 0.9})], 1)
    assert item.heading == TITLE
    (item,) = best_evidence([hit("a", {"He said no.": 0.9}, title="将军拒绝停火")], 1)
    assert item.heading == "将军拒绝停火"


def test_a_title_that_tells_nothing_or_is_the_sentence_itself_is_no_heading():
    (numbered,) = best_evidence([hit("a", {"He said no.": 0.9}, title="scan 00012")], 1)
    (headline,) = best_evidence([hit("a", {TITLE: 0.9})], 1)
    assert (numbered.heading, headline.heading) == ("", "")
