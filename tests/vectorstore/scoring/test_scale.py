"""Similarities of other embedding models, put on the scale of the packaged one's."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from ingest import split_passages
from vectorstore import Embedder, Store
from vectorstore.calibration import SEARCH
from vectorstore.embedding.e5_package import prepare_e5_small
from vectorstore.scoring.scale import AS_IS, measure, scale_of

RELATED, UNRELATED = SEARCH.related_similarity, SEARCH.unrelated_similarity
ANSWERED = "Who is Haftar's spokesman?"
UNANSWERED = "Who composed the opera Fidelio?"


@pytest.fixture(scope="module")
def centred_model(tmp_path_factory, embedder) -> Path:
    """The packaged model with its vectors moved to their middle, so that unlike ones are apart."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Dense, Normalize

    model = SentenceTransformer(str(prepare_e5_small(Settings().cache)), local_files_only=True)
    texts = ["The boat leaves at six.", "Le maire a voté.", "Das Museum ist zu.", "Llueve mucho."]
    middle = torch.tensor(embedder.encode_passages(texts).mean(axis=0))
    size = len(middle)
    centre = Dense(size, size, activation_function=torch.nn.Identity())
    centre.linear.weight.data, centre.linear.bias.data = torch.eye(size), -middle
    folder = tmp_path_factory.mktemp("models") / "centred"
    parts = [*model.float().children(), centre, Normalize()]
    made = SentenceTransformer(modules=parts, prompts=model.prompts, device="cpu")
    made.save(str(folder), create_model_card=False)  # for which it would ask a hub
    return folder


@pytest.fixture(scope="module")
def centred(centred_model, tmp_path_factory) -> Embedder:
    return Embedder(str(centred_model), tmp_path_factory.mktemp("cache"))


def test_the_scale_is_that_of_the_packaged_model(embedder):
    assert measure(embedder) == pytest.approx((RELATED, UNRELATED), abs=0.005)
    assert scale_of(embedder) == AS_IS


def test_another_models_similarities_come_to_mean_the_same(centred):
    related, unrelated = measure(centred)
    assert unrelated < UNRELATED - 0.3
    scale = scale_of(centred)
    assert scale.slope * related + scale.offset == pytest.approx(RELATED)
    assert scale.slope * unrelated + scale.offset == pytest.approx(UNRELATED)


def test_chances_of_another_models_tell_what_answers(
    centred, small_articles, small_store, tmp_path
):
    with Store.open(tmp_path / "store", centred) as store:
        store.add([(article, split_passages(article)) for article in small_articles])
        for question in (ANSWERED, UNANSWERED):
            found, usual = (each.search(question)[0] for each in (store, small_store))
            assert found.score == pytest.approx(usual.score, abs=0.05)
        answers, does_not = (store.search(each)[0] for each in (ANSWERED, UNANSWERED))
        assert "Mesmari" in answers.passage.text
        assert answers.probability > 0.01 > does_not.probability


def test_a_model_that_tells_nothing_apart_is_taken_as_it_is(static_model, tmp_path):
    assert scale_of(Embedder(str(static_model), tmp_path)) == AS_IS
