import torch

from assistant.readers.span.encoder import LAYERS, layer_of


def test_the_layers_compute_what_those_of_the_embedding_model_do(embedder):
    bert, _ = embedder.encoder()
    copies = [layer_of(bert.encoder.layer[at]) for at in range(LAYERS)]
    ids = torch.tensor([[0, 70, 83, 111, 2], [0, 70, 2, 1, 1]])
    mask = ids != 1
    with torch.inference_mode():
        expected = bert(input_ids=ids, attention_mask=mask.long()).last_hidden_state.float()
        states = bert.embeddings(input_ids=ids).float()
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None]
        for layer in copies:
            states = layer(states, bias)
    # The embedding model may compute in 16 bits.
    assert torch.allclose(states[mask], expected[mask], atol=0.1)
    assert torch.nn.functional.cosine_similarity(states[mask], expected[mask]).min() > 0.999
