from assistant.readers.span.load import SpanModelLoader
from assistant.settings import Settings
from vectorstore import Embedder


def test_it_is_loaded_once_and_shares_the_embedding_table(embedder):
    loader = SpanModelLoader(lambda: embedder, Settings().cache)
    assert loader() is loader()
    table = embedder.encoder()[0].embeddings
    assert loader()._model._embeddings[0] is table


def test_it_reads_with_its_own_encoder_beside_another_embedding_model(embedder, tmp_path):
    other = Embedder(str(tmp_path / "another"), tmp_path)
    scorer = SpanModelLoader(lambda: other, Settings().cache)()
    assert scorer.entailment([("It rained.", "It rained.")])[0] > 0
