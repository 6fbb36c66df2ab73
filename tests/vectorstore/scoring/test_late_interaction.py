"""How the tokens of a question are matched with those that are kept of passages."""

import numpy as np
import pytest

from vectorstore import Embedder
from vectorstore.coding.codings import ANY_MODEL, E5_COMPACT, E5_POOLED, E5_SMALL, FORMER
from vectorstore.coding.token_codes import decode_mean, encode, moved
from vectorstore.scoring.late_interaction import MeanToken, PassageTokens, max_sim, similarities


@pytest.mark.parametrize(
    ("coding", "into"),
    [
        (E5_COMPACT, E5_COMPACT),
        (E5_POOLED, E5_COMPACT),
        (E5_SMALL, E5_COMPACT),
        (FORMER, E5_COMPACT),
        (ANY_MODEL, ANY_MODEL),
    ],
)
def test_tokens_prefer_the_passage_that_answers(embedder: Embedder, coding, into) -> None:
    texts = [
        "El río se desbordó el lunes y cortó la carretera.",
        "The harvest was poor, farmers said on Monday.",
        "Das Parlament wählte einen neuen Präsidenten.",
    ]
    tokens = [each.tokens for each in embedder.embed_passages(texts)]
    kept = [PassageTokens(encode(each, coding), coding) for each in tokens]
    own = np.mean([decode_mean(each.codes, coding, 384) for each in kept], axis=0)
    mean = MeanToken(into, moved(own[None], coding, into)[0])
    for number, question in enumerate(
        ["Quand la rivière a-t-elle débordé ?", "How was the harvest?", "Who elected a president?"]
    ):
        query = embedder.embed_question(question).tokens
        found = [max_sim(alike) for alike in similarities(query, kept, mean)]
        assert int(np.argmax(found)) == number


@pytest.mark.parametrize("coding", [E5_SMALL, E5_POOLED, E5_COMPACT])
def test_a_run_of_tokens_is_matched_alone(embedder: Embedder, coding) -> None:
    (text,) = embedder.embed_passages(["The river rose. The harvest was poor."])
    query = embedder.embed_question("How was the harvest?").tokens
    kept = PassageTokens(encode(text.tokens, coding), coding)
    mean = MeanToken(coding, decode_mean(kept.codes, coding, 384) * 0)
    (alike,) = similarities(query, [kept], mean)
    assert alike.shape == (len(query), len(text.tokens))
    river, harvest = (max_sim(alike[:, part]) for part in (slice(0, 4), slice(4, None)))
    assert river < harvest <= max_sim(alike)


def test_texts_are_framed_alike(embedder: Embedder) -> None:
    """The prompt's and the special tokens are left out, whatever the text."""
    (short,), (empty,) = (list(embedder.embed_passages([text])) for text in ("Rhein", ""))
    assert 1 <= len(short.tokens) <= 3
    assert len(empty.tokens) >= 1
    assert np.isfinite(empty.vector).all()
