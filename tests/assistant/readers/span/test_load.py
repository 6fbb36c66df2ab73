from assistant.readers.span.load import SpanModelLoader
from assistant.settings import Settings
from vectorstore import Embedder


def test_it_is_loaded_once_and_shares_the_encoder(embedder):
    loader = SpanModelLoader(lambda: embedder, Settings().cache)
    assert loader() is loader()
    assert loader()._model.encoder is embedder.encoder()[0]


def test_it_reads_with_its_own_encoder_beside_another_embedding_model(embedder, tmp_path):
    other = Embedder(str(tmp_path / "another"), tmp_path)
    scorer = SpanModelLoader(lambda: other, Settings().cache)()
    assert scorer.entailment([("It rained.", "It rained.")])[0] > 0
