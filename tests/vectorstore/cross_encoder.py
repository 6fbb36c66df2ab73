"""A cross-encoder small enough to be made by a test."""

from pathlib import Path


def make_cross_encoder(folder: Path, labels: int = 1, judges: bool = True) -> Path:
    """A BERT with weights of chance, that knows letters only, in the form that models have."""
    from transformers import (
        BertConfig,
        BertForSequenceClassification,
        BertModel,
        BertTokenizerFast,
        set_seed,
    )

    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{a}" for a in letters)]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words))
    set_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=256,
        initializer_range=2.0,  # so that passages differ
        num_labels=labels,
    )
    model = BertForSequenceClassification(config) if judges else BertModel(config)
    model.save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=256).save_pretrained(folder)
    return folder
