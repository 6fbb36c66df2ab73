"""Grounding without a model: the numbers of an answer against its evidence."""

from assistant.query.query import Query
from assistant.stages import Reading, Support, Verdict
from assistant.text.numbers import numbers


class GroundingVerifier:
    """Verifies by the numbers of a reading alone, without a model."""

    def verify(self, query: Query, reading: Reading) -> Verdict:
        """Unsupported where nothing is cited, or what is cited lacks a number of the reading.

        What stands around the sentences cited, in their passages, titles and dates, counts too.
        """
        cited = reading.evidence
        given = " ".join(
            f"{item.text} {item.hit.passage.text} {item.hit.article.title}"
            f" {item.hit.article.date or ''}"
            for item in cited
        )
        spoken = cited[0].hit.article.language if cited else None
        grounded = cited and has_numbers(query.text, reading.text, given, query.language, spoken)
        return Verdict(Support.VERIFIED if grounded else Support.UNSUPPORTED)


def has_numbers(
    question: str, answer: str, given: str, language: str, source_language: str | None
) -> bool:
    """Whether each number of an answer is in what is given, or in the question.

    `language` is that of question and answer, `source_language` that of what is given.
    """
    known = numbers(given, source_language, lenient=True)
    known |= numbers(question, language, lenient=True)
    return numbers(answer, language) <= known
