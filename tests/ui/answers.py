"""Answers made by hand for the tests of the page: exact texts, offsets and numbers."""

from assistant.answer import Answer, AnswerSentence, Citation, CitedPassage
from vectorstore.article import Article


def cited_passage(article: Article, quote: str) -> CitedPassage:
    """The passage of `article` that is exactly `quote`."""
    start = article.text.index(quote)
    return CitedPassage(
        id=f"{article.id}:{start}-{start + len(quote)}",
        article_id=article.id,
        title=article.title,
        source=article.source,
        collection=article.collection,
        date=article.date,
        language=article.language,
        url=article.url,
        page=None,
        start=start,
        end=start + len(quote),
        text=quote,
        score=0.9,
    )


def citation(number: int, passage: CitedPassage, quote: str) -> Citation:
    """A citation of `quote`, which stands in `passage`."""
    start = passage.start + passage.text.index(quote)
    return Citation(
        number=number,
        passage_id=passage.id,
        article_id=passage.article_id,
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def answer(
    passages: list[CitedPassage], *sentences: tuple[str, tuple[Citation, ...]], language: str = "en"
) -> Answer:
    """An answer of these sentences, each with its citations."""
    return Answer(
        question="Why?",
        status="answered" if sentences else "not_found",
        text=" ".join(text for text, _ in sentences) or "The article does not say.",
        sentences=tuple(AnswerSentence(text=text, citations=cited) for text, cited in sentences),
        passages=tuple(passages),
        language=language,
        model="extractive",
        timings={"total": 1.0},
    )
