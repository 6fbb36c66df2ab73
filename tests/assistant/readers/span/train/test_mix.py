import gzip
import json
from random import Random

from assistant.readers.span.train.mix import (
    MIX,
    PREMISES,
    UNSEEN,
    Source,
    is_held_out,
    training_rows,
    validation_rows,
)
from tests.assistant.readers.span.train.rows import row


def write(folder, name, rows):
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(each) + "\n" for each in rows)


def test_what_is_held_out_is_validated_on_and_not_trained_on(tmp_path):
    rows = [row("Who won?", "Ida", f"Ida won race {n}.") for n in range(400)]
    for name in (*(source.name for source in MIX), *UNSEEN):
        write(tmp_path, name, rows if name == "piaf" else [])
    source = Source("piaf", held_out=0.1)
    trained = {each["context"] for each in training_rows(tmp_path, source, Random(0))}
    held = validation_rows(tmp_path, Random(0), 100)["piaf:en"]
    assert not trained & {each["context"] for each in held}
    assert 20 <= 400 - len(trained) <= 70
    assert {each["context"] for each in rows} - trained == {each["context"] for each in held}


def test_questions_are_repeated_as_the_mix_says(tmp_path):
    write(tmp_path, "few", [row(f"Who won {n}?", "Ida") for n in range(1000)])
    count = len(list(training_rows(tmp_path, Source("few", 2.5, held_out=0), Random(0))))
    assert 2400 < count < 2600


def test_nothing_is_both_trained_and_only_validated_on():
    assert not {source.name for source in MIX} & set(UNSEEN)
    assert all(name.startswith("nli-") for name in PREMISES)


def test_the_held_out_share_is_as_large_as_asked_for():
    texts = [f"text {n}" for n in range(4000)]
    assert 300 < sum(is_held_out(text, 0.1) for text in texts) < 500
    assert not any(is_held_out(text, 0) for text in texts)
