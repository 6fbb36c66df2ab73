"""JSON form of articles and passages, the same on the command line and for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vectorstore import Article, ScoredPassage

_ARTICLE_FIELDS = ("id", "title", "date", "language", "author", "source", "url", "text")


def article_as_dict(article: "Article") -> dict[str, Any]:
    """An article with its whole text, as plain values for JSON."""
    return {name: getattr(article, name) for name in _ARTICLE_FIELDS}


def scored_passage_as_dict(scored: "ScoredPassage") -> dict[str, Any]:
    """A retrieved passage as plain values for JSON; offsets count characters of the article."""
    passage, article = scored.passage, scored.article
    return {
        "id": passage.id,
        "article_id": article.id,
        "title": article.title,
        "date": article.date,
        "language": article.language,
        "source": article.source,
        "url": article.url,
        "page": passage.page,
        "ocr_certainty": article.certainty((passage.page,) if passage.page else ()),
        "start": passage.start,
        "end": passage.end,
        "score": round(scored.score, 6),
        "probability": round(scored.probability, 4),
        "also_in": [{"article_id": a.id, "source": a.source} for a in scored.also_in],
        "text": passage.text,
        "best_sentence": [scored.best_sentence.start, scored.best_sentence.end],
    }
