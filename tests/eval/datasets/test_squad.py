"""SQuAD files as test sets: offsets in the ingested text, other languages, hidden paragraphs."""

import json

import pytest

from eval.datasets.squad import SquadFiles, load_squad
from ingest import read_articles
from vectorstore.errors import CiteraError

_TEXTS = {
    "The bridge at Zwolle was opened in May by the mayor, and reopened in May of the next year.": (
        "When was the bridge at Zwolle opened again?",
        "May",
    ),
    "\ufeffThe harvest of  olives was poor this year, and the mills stood still for weeks.": (
        "What was poor this year in the mills?",
        "harvest of  olives",
    ),
    "A comet was seen from the desert of Atacama by two astronomers on the first night.": (
        "What was seen from the desert?",
        "comet",
    ),
}
GERMAN = (
    "Wann wurde die Brücke in Zwolle wieder eröffnet?",
    "Was war in diesem Jahr in den Mühlen schlecht?",
    "Was wurde in der Wüste gesehen?",
)


def write(path, questions=None, impossible=(), answers=None):
    """A file of three paragraphs with a question each, of the given wordings."""
    paragraphs = []
    for number, (text, (question, answer)) in enumerate(_TEXTS.items()):
        entry = {
            "id": f"q{number}",
            "question": questions[number] if questions else question,
            "is_impossible": number in impossible,
            "answers": []
            if number in impossible
            else [
                {
                    "text": answers[number] if answers else answer,
                    "answer_start": text.rindex(answer),
                }
            ],
        }
        paragraphs.append({"context": text, "qas": [entry]})
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_evidence_stands_at_its_offsets_in_the_ingested_article(tmp_path):
    made = load_squad(SquadFiles(write(tmp_path / "en.json")), tmp_path)
    assert len(made.articles) == 3
    texts = {path.name: next(read_articles(path)).text for path in made.articles}
    for question in made.questions:
        (evidence,) = question.facts[0].evidence
        assert texts[evidence.source][evidence.start : evidence.end] == evidence.quote
    may, harvest, _ = (question.facts[0].evidence[0] for question in made.questions)
    assert may.start > 60, "the second May is the answer"
    assert harvest.quote.split() == ["harvest", "of", "olives"]


def test_questions_and_gold_answers_come_from_parallel_files(tmp_path):
    german = write(tmp_path / "de.json", GERMAN, answers=("Mai", "Olivenernte", "Komet"))
    made = load_squad(SquadFiles(write(tmp_path / "en.json"), german, german), tmp_path)
    first = made.questions[0]
    assert (first.language, first.question) == ("de", GERMAN[0])
    wordings = [word for group in first.facts[0].answers.values() for word in group]
    assert wordings == ["May", "Mai"]


def test_hidden_paragraphs_and_impossible_questions_have_no_answer(tmp_path):
    path = write(tmp_path / "en.json", impossible={1})
    hiding = SquadFiles(path, hidden=0.34)
    made = load_squad(hiding, tmp_path)
    assert len(made.articles) == 2
    assert len(made.questions) == 3
    kinds = {question.id: question.kind for question in made.questions}
    assert made.questions == load_squad(hiding, tmp_path).questions
    assert "true-elsewhere" in kinds.values()
    assert all(
        question.is_answerable == (question.kind == "factual") for question in made.questions
    )
    whole = load_squad(SquadFiles(path), tmp_path)
    assert [question.kind for question in whole.questions] == [
        "factual",
        "false-premise",
        "factual",
    ]


def test_a_sample_is_spread_evenly(tmp_path):
    made = load_squad(SquadFiles(write(tmp_path / "en.json")), tmp_path)
    assert [question.id for question in made.sample(2).questions] == ["q0", "q1"]
    assert made.sample(None) is made
    assert len(made.sample(50).questions) == 3


def test_other_files_are_refused_by_name(tmp_path):
    other = tmp_path / "other.json"
    other.write_text('{"data": [{"paragraphs": [{}]}]}', encoding="utf-8")
    with pytest.raises(CiteraError, match=r"other\.json is not in SQuAD's format: data\.0"):
        load_squad(SquadFiles(other), tmp_path)
    apart = tmp_path / "apart.json"
    apart.write_text('{"data": []}', encoding="utf-8")
    with pytest.raises(CiteraError, match="no question"):
        load_squad(SquadFiles(write(tmp_path / "en.json"), apart), tmp_path)


def without_ids(path, ids=(None, None, None)):
    """Give the questions of a file these ids in turn; leave out those that are None."""
    content = json.loads(path.read_text("utf-8"))
    for paragraph, given in zip(content["data"][0]["paragraphs"], ids, strict=True):
        (entry,) = paragraph["qas"]
        del entry["id"]
        if given is not None:
            entry["id"] = given
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("ids", "made"),
    [
        ((None, None, None), ["paragraph-1.1", "paragraph-2.1", "paragraph-3.1"]),
        (("", "b", ""), ["paragraph-1.1", "b", "paragraph-3.1"]),
        (("a", "a", None), ["a", "paragraph-2.1", "paragraph-3.1"]),
        ((0, 17, 18), ["0", "17", "18"]),
    ],
)
def test_questions_without_an_id_of_their_own_get_a_stable_one(tmp_path, ids, made):
    path = without_ids(write(tmp_path / "en.json"), ids)
    read = load_squad(SquadFiles(path), tmp_path).questions
    assert [question.id for question in read] == made
    assert read == load_squad(SquadFiles(path), tmp_path).questions
    assert all(question.is_answerable for question in read)


def test_parallel_files_without_ids_are_matched_by_position(tmp_path):
    english = without_ids(write(tmp_path / "en.json"))
    german = without_ids(write(tmp_path / "de.json", GERMAN, answers=("Mai", "Ernte", "Komet")))
    made = load_squad(SquadFiles(english, german, german), tmp_path)
    assert [question.question for question in made.questions] == list(GERMAN)
    wordings = [word for group in made.questions[2].facts[0].answers.values() for word in group]
    assert wordings == ["comet", "Komet"]


def test_files_without_ids_of_another_shape_are_refused(tmp_path):
    english = without_ids(write(tmp_path / "en.json"))
    shorter = without_ids(write(tmp_path / "de.json", GERMAN))
    content = json.loads(shorter.read_text("utf-8"))
    content["data"][0]["paragraphs"].pop(0)
    shorter.write_text(json.dumps(content), encoding="utf-8")
    for other in (shorter, write(tmp_path / "with-ids.json", GERMAN)):
        with pytest.raises(CiteraError, match="cannot be matched"):
            load_squad(SquadFiles(english, other), tmp_path)
