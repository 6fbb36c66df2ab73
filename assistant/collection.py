"""Answers questions about the collection itself: which articles there are on a topic."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.claims import Claim
from assistant.evidence import Evidence
from vectorstore.article import Article
from vectorstore.passage import Passage, ScoredPassage

_NEARLY_AS_CLOSE = 0.06
"""How far behind the best an article may score, and still count as one on the topic."""


def list_articles(hits: Sequence[ScoredPassage]) -> Iterator[Claim]:
    """One claim for each article found, its title and date, cited to its closest sentence."""
    seen: set[str] = set()
    for number, hit in enumerate(hits, start=1):
        article = hit.article
        if article.id in seen or hits[0].score - hit.score > _NEARLY_AS_CLOSE:
            continue
        seen.add(article.id)
        text = f"{article.title} ({article.date})." if article.date else f"{article.title}."
        yield Claim(text, (Evidence(number, hit, hit.best_sentence, hit.score),), 1.0)


def openings(articles: Iterable[tuple[Article, Passage]]) -> list[ScoredPassage]:
    """The first passages of some articles, as if they had been found for a query."""
    return [
        ScoredPassage(
            passage, article, 0.0, tuple(-float(n) for n in range(len(passage.sentences)))
        )
        for article, passage in articles
        if passage.sentences
    ]
