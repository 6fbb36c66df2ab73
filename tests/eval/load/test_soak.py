from itertools import islice

from eval.load.soak import LIMITS, Check, SoakReport, _distinct, growth


def checks(**steps: float) -> list[Check]:
    """Ten checks; each of `steps` grows by so much in 500 questions."""
    start = {"memory_mib": 700.0, "threads": 20, "open_files": 30, "store_mib": 5.0}
    return [
        Check(500 * n, float(n), **{k: v + n * steps.get(k, 0) for k, v in start.items()})
        for n in range(1, 11)
    ]


def report(found: list[Check], failed: int = 0, tracebacks: int = 0) -> SoakReport:
    return SoakReport(5000, failed, found, growth(found), tracebacks)


def test_what_stays_the_same_is_no_fault():
    assert growth(checks()) == dict.fromkeys(LIMITS, 0.0)
    assert report(checks()).faults() == []


def test_each_kind_of_growth_beyond_its_limit_is_a_fault():
    for name, limit in LIMITS.items():
        assert report(checks(**{name: limit * 0.4})).faults() == []
        (fault,) = report(checks(**{name: limit * 0.6})).faults()
        assert fault.startswith(name)


def test_what_caches_take_until_the_first_check_is_no_growth():
    first, *others = checks()
    cold = Check(first.questions, first.seconds, 300.0, 5, 10, 1.0)
    assert report([cold, *others]).faults() == []


def test_too_few_checks_tell_nothing():
    assert growth(checks()[:3]) == {}
    assert "3 checks tell no growth" in report(checks()[:3]).faults()[0]


def test_failed_questions_and_tracebacks_are_faults():
    assert report(checks(), failed=2).faults() == ["2 of 5000 questions failed"]
    assert report(checks(), tracebacks=1).faults() == ["1 tracebacks in the log"]


def test_no_question_is_asked_twice():
    asked = list(islice(_distinct(["Who?", "Where?"]), 6))
    assert asked[:3] == ["Who?", "Where?", "Who? (2)"]
    assert len(set(asked)) == 6
