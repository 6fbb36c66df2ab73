import pytest

from assistant.query.scope import Scope, scope_of
from eval.datasets.sets import NAMES, load_set


@pytest.mark.parametrize(
    "question",
    [
        "How many articles mention Halvard Vang?",
        "How many incidents are listed?",
        "How often does the name occur, and how many times in May?",
        "Combien d’articles parlent de Haftar ?",
        "In wie vielen Artikeln wird Haftar erwähnt?",
        "¿Cuántos artículos hablan de Libia?",
        "Quante volte è citato il ministro?",
        "В скольких статьях упомянут Хафтар?",
        "كم مقالة تذكر حفتر؟",
        "On how many days is foul weather recorded?",
    ],
)
def test_a_count_over_the_archive_is_told(question):
    assert scope_of(question) is Scope.COUNT


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the report.",
        "What are the main findings?",
        "What does the report say, in one sentence?",
        "Résume l’article.",
        "Fasse den Bericht zusammen.",
        "¿De qué trata el artículo?",
        "Özetle.",
    ],
)
def test_a_summary_is_told(question):
    assert scope_of(question) is Scope.SUMMARY


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest fare?",
        "What does a single ticket cost now?",
        "Quel est le prix le plus récent ?",
        "Was kostet ein Fahrschein derzeit?",
        "¿Cuál es el precio más reciente?",
    ],
)
def test_the_latest_is_told(question):
    assert scope_of(question) is Scope.LATEST


@pytest.mark.parametrize(
    "question",
    [
        "How many Russian mercenaries are there?",
        "How many people were hurt at Joral?",
        "Combien d’hommes la Turquie a-t-elle envoyés ?",
        "Who is known for his summary of the talks?",
        "What did the minister say about the report?",
        "Why is the road closed?",
        "Wie viele Betten hat das Krankenhaus?",
    ],
)
def test_what_a_passage_answers_is_not(question):
    assert scope_of(question) is Scope.PASSAGE


def test_hardly_any_question_of_the_dev_sets_asks_for_more_than_passages():
    asked = [q.question for name in NAMES for q in load_set(name).of_split("dev").questions]
    beyond = [question for question in asked if scope_of(question) is not Scope.PASSAGE]
    assert len(beyond) <= 3, beyond
