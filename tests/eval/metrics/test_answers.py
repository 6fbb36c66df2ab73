from eval.datasets import questions  # by its module: pytest would collect a class Test…
from eval.datasets.questions import Fact, GoldEvidence
from eval.metrics.answers import answer_recall_in, is_correct

PROOF = "Minister Ott would not pay the 40 firms that Mayor Lind had hired."


def question(**more):
    proof = GoldEvidence(source="a.txt", start=0, end=len(PROOF), quote=PROOF)
    fact = Fact(answers={"en": ("Ott",)}, evidence=(proof,))
    return questions.TestQuestion(
        id="q", language="en", kind="factual", split="dev", question="Who would not pay?",
        facts=(fact,), wrong=("Lind",), **more,
    )  # fmt: skip


def test_an_answer_is_right_that_states_the_fact_and_nothing_wrong():
    assert is_correct(question(), "Minister Ott.", answered=True)
    assert not is_correct(question(), "Ott or Lind.", answered=True)
    assert not is_correct(question(), "Minister Ott.", answered=False)
    assert not is_correct(question(), "A minister.", answered=True)


def test_the_proof_quoted_whole_is_right_though_it_names_what_would_be_wrong():
    assert is_correct(question(), PROOF, answered=True)
    assert not is_correct(question(), f"{PROOF} Lind would not.", answered=True)
    assert not is_correct(question(), PROOF.replace("Mayor ", ""), answered=True)


def test_a_sentence_quoted_beside_the_answer_says_nothing_wrong():
    beside = f"Minister Ott. {PROOF} Lind was there."
    assert is_correct(question(), beside, answered=True, own="Minister Ott.")
    assert not is_correct(question(), beside, answered=True, own="Lind.")
    assert not is_correct(question(), beside, answered=True)


def test_saying_that_the_articles_deny_the_premise_is_right():
    premise = question().model_copy(
        update={"kind": "false-premise", "facts": (), "denied": question().facts[0]}
    )
    assert is_correct(premise, "", answered=False)
    assert is_correct(premise, "Minister Ott would not.", answered=True)
    assert not is_correct(premise, "Ott, and so did Lind.", answered=True)
    assert not is_correct(premise, "A minister.", answered=True)
    assert not is_correct(premise.model_copy(update={"denied": None}), "Ott.", answered=True)


def test_a_fact_counts_in_the_readers_language_only_in_its_wordings():
    fact = Fact(answers={"en": ("bridge",), "fr": ("pont",)}, evidence=())
    assert answer_recall_in("en", "le pont", [fact]) == 0
    assert answer_recall_in("en", "le pont (the bridge)", [fact]) == 1
    assert answer_recall_in("de", "le pont", [fact]) == 1
