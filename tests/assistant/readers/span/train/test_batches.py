from random import Random

import numpy as np

from assistant.readers.span.train.batches import batches
from assistant.readers.span.train.examples import Example


def example(length, start=0, label=-1):
    return Example(np.arange(2, length + 2, dtype=np.int32), 5, start, start, label)


def test_every_example_is_in_one_batch_with_those_of_its_question():
    random = Random(0)
    groups = [
        tuple(example(random.randint(20, 220), start=7) for _ in range(random.choice((1, 2))))
        for _ in range(300)
    ]
    seen = 0
    for batch in batches(groups, Random(1)):
        rows, length = batch.ids.shape
        assert rows * length <= 6144
        assert length % 32 == 0
        seen += int(batch.real.sum())
        numbers = batch.group[batch.real].tolist()
        assert numbers == sorted(numbers)
    assert seen == sum(map(len, groups))


def test_the_passage_is_what_may_be_chosen():
    (batch,) = batches([(example(20, start=7),)], Random(0))
    assert batch.passage[0].nonzero().flatten().tolist() == list(range(5, 19))
    assert batch.start[0] == batch.end[0] == 7


def test_claims_are_no_questions():
    (batch,) = batches([(example(20, label=1),)], Random(0))
    assert not batch.real.any()
    assert batch.label[0] == 1
    assert (batch.label[1:] == -1).all()
