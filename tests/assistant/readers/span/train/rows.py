"""Small questions in the form of the training data."""

CONTEXT = "Ida Molander won the race in Belmar on Sunday. Rolf Anders came second. It rained."


def row(question: str, answer: str | None, context: str = CONTEXT, lang: str = "en") -> dict:
    """A question; without an answer, its context does not answer it."""
    answers = [{"text": answer, "start": context.index(answer)}] if answer else []
    number = f"q-{abs(hash((question, context)))}"
    return {
        "id": number,
        "lang": lang,
        "context": context,
        "question": question,
        "answers": answers,
    }
