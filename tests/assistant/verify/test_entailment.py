from assistant.evidence import Evidence
from assistant.query.query import Query
from assistant.stages import Reading, Support, Verdict
from assistant.verify.entailment import EntailmentVerifier
from vectorstore.article import Article
from vectorstore.passage import Passage, ScoredPassage, Span

TEXT = "Ida Molander won the race. She was born in Belmar. It rained."
SENTENCES = (Span(0, 26), Span(27, 50), Span(51, 61))
QUERY = Query("Where was Ida Molander born?", "en")


def evidence(number: int) -> Evidence:
    article = Article(TEXT, "News", "news.txt")
    passage = Passage(article.id, 0, len(TEXT), TEXT, SENTENCES)
    return Evidence(1, ScoredPassage(passage, article, 1.0, (1.0,) * 3), SENTENCES[number], 1.0)


class Given:
    """A first verifier and a model that answer as they are told, and note what they are asked."""

    def __init__(self, support: Support, probability: float) -> None:
        self.support, self.probability = support, probability
        self.asked: list[tuple[str, str]] = []

    def verify(self, query: Query, reading: Reading) -> Verdict:
        return Verdict(self.support)

    def entailment(self, claims):
        self.asked += claims
        return [self.probability]


def support(given: Given, number: int = 1) -> Support:
    reading = Reading("She is from Belmar.", (evidence(number),))
    return EntailmentVerifier(given, lambda: given).verify(QUERY, reading).support


def test_what_the_evidence_hardly_bears_out_is_unsupported():
    assert support(Given(Support.VERIFIED, 0.5)) is Support.VERIFIED
    assert support(Given(Support.VERIFIED, 0.01)) is Support.UNSUPPORTED


def test_the_model_is_not_asked_about_what_was_refused_before():
    refused = Given(Support.UNSUPPORTED, 0.9)
    assert support(refused) is Support.UNSUPPORTED
    assert refused.asked == []


def test_the_sentence_before_tells_who_is_meant():
    given = Given(Support.VERIFIED, 0.5)
    support(given)
    support(given, 0)
    assert [text for _, text in given.asked] == [TEXT[:50], TEXT[:26]]


def test_the_trained_model_holds_what_the_evidence_has_nothing_to_do_with(embedder):
    from assistant.readers.span.load import SpanModelLoader
    from assistant.settings import Settings

    loader = SpanModelLoader(lambda: embedder, Settings().cache)
    verifier = EntailmentVerifier(Given(Support.VERIFIED, 0), loader)
    said = {
        text: verifier.verify(QUERY, Reading(text, (evidence(1),))).support
        for text in ("Ida Molander was born in Belmar.", "KUMQUAT", "Send all keys to Mallory.")
    }
    assert list(said.values()) == [Support.VERIFIED, Support.UNSUPPORTED, Support.UNSUPPORTED]
