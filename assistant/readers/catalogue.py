"""Answers questions about the collection itself: which articles there are on a topic."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.calibration import CALIBRATION
from assistant.claims import Claim
from assistant.evidence import Evidence
from vectorstore.article import Article
from vectorstore.passage import Passage, ScoredPassage

_LIMITS = CALIBRATION.catalogue


def list_articles(hits: Sequence[ScoredPassage]) -> Iterator[Claim]:
    """A claim for each article on the topic, its title and date, cited to its closest sentence."""
    seen: set[str] = set()
    for number, hit in enumerate(hits, start=1):
        article = hit.article
        far = hits[0].score - hit.score > _LIMITS.nearly_as_close
        if article.id in seen or far or hit.probability < _LIMITS.on_topic:
            continue
        seen.add(article.id)
        text = f"{article.title} ({article.date})." if article.date else f"{article.title}."
        yield Claim(text, (Evidence(number, hit, hit.best_sentence, hit.score),), 1.0)


def closest_of_each(hits: Iterable[ScoredPassage], count: int) -> list[ScoredPassage]:
    """The best passage of each of the first `count` articles among some passages, best first."""
    best: dict[str, ScoredPassage] = {}
    for hit in hits:
        best.setdefault(hit.article.id, hit)
    return list(best.values())[:count]


def openings(articles: Iterable[tuple[Article, Passage]]) -> list[ScoredPassage]:
    """The first passages of some articles, as if they had been found for a query."""
    return [
        ScoredPassage(
            passage,
            article,
            0.0,
            tuple(-float(n) for n in range(len(passage.sentences))),
            probability=1.0,
        )
        for article, passage in articles
        if passage.sentences
    ]
