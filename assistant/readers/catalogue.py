"""The catalogue: finds and lists the articles on a topic, or the newest ones."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence
from assistant.query.query import Query
from assistant.stages import Claim, Retrieved, Support, Verdict
from vectorstore.article import Article
from vectorstore.passage import Passage, ScoredPassage
from vectorstore.store import Store

_TOPIC_PASSAGES = 50
"""Passages searched for the articles on a topic: a long article has many."""

_LIMITS = CALIBRATION.catalogue


@dataclass(frozen=True)
class Catalogue:
    """Finds and lists articles: a retriever and a reader."""

    store: Callable[[], Store]
    articles: int
    """Articles that are listed at most."""

    def retrieve(self, query: Query, shown: Sequence[ScoredPassage] = ()) -> Retrieved:
        """The best passage of each article on a topic; for an empty one, of the newest articles."""
        store = self.store()
        if query.text:
            found = store.search(
                query.text, _TOPIC_PASSAGES, query.filters, language=query.language
            )
            hits = closest_of_each(found, self.articles)
        else:
            hits = openings(store.newest(self.articles, query.filters))
        evidence = (
            Evidence(number, hit, hit.best_sentence, hit.score)
            for number, hit in enumerate(hits, start=1)
        )
        return Retrieved(tuple(hits), tuple(evidence))

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[Claim]:
        """A claim for each article on the topic, its title and date, cited to its best sentence."""
        seen: set[str] = set()
        for item in retrieved.evidence:
            hit, article = item.hit, item.hit.article
            behind = retrieved.evidence[0].score - hit.score
            far = behind > _LIMITS.nearly_as_close or hit.probability < _LIMITS.on_topic
            if article.id in seen or far:
                continue
            seen.add(article.id)
            text = f"{article.title} ({article.date})." if article.date else f"{article.title}."
            yield Claim(text, (item,), verdict=Verdict(Support.VERIFIED))


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
