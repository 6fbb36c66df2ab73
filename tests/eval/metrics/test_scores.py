import pytest

from eval.metrics.scores import contributions
from tests.eval.runs import outcome, question


@pytest.mark.parametrize("answerable", [True, False])
def test_what_broke_down_is_wrong_and_has_neither_answered_nor_refused(answerable):
    asked = question("fault", answerable=answerable)
    broken = outcome(asked, None, correct=False, fault="Out of memory", found=())
    told = contributions(broken)
    assert told["correctness"] == (0, 1)
    assert told["fault_rate"] == (1, 1)
    assert not {"refusal_f1", "hallucination_rate", "error_rate"} & told.keys()
    assert told.get("answer_correctness", (0, 1)) == (0, 1)
