"""The harness end to end, with the real store and search; answers are quoted, for speed."""

import json
import os
import signal

import pytest
from click.testing import CliRunner

from assistant.settings import Settings
from eval.datasets.sets import load_set
from eval.datasets.squad import SquadFiles, load_squad
from eval.run.config import RunConfig
from eval.run.judge import COPY
from eval.run.outcomes import Outcome
from eval.run.run_file import UnfinishedRun, read_run
from eval.run.runner import run_test_set
from tests.eval.datasets.test_squad import GERMAN, write
from tests.forks import forked
from ui.cli.main import main
from vectorstore.errors import ModelUnavailable


def quoting(**more):
    return Settings(model="extractive", threads=2, **more)


def test_quoted_answers_are_faithful_and_cited_and_not_all_right(quoting_run):
    run = quoting_run
    summary = run.summary
    assert len(run.outcomes) == 30
    assert summary["fault_rate"].value == 0
    assert summary["faithfulness"].value == summary["citation_precision"].value == 1
    assert summary["hit@5"].value >= 0.9
    assert 0.2 < summary["correctness"].value < 1
    judged_by = {claim.judged_by for outcome in run.outcomes for claim in outcome.claims}
    assert COPY in judged_by


def test_a_run_tells_how_it_was_made(quoting_run):
    run = quoting_run
    assert run.settings["model"] == "extractive"
    assert run.settings["judge"] == "none"
    assert run.versions.keys() >= {"python", "citera", "chromadb"}
    assert run.latency["total"]["p95"] >= run.latency["passages"]["p50"] > 0
    assert run.memory_mib > 100
    assert {"language: fr", "kind: why"} & run.groups.keys()


def test_the_right_one_of_several_articles_is_found():
    chosen = load_set("several").of_split("dev").sample(60)
    config = RunConfig(chosen, quoting(), retrieval_only=True)
    found = run_test_set(config)
    assert found.summary["hit@5"].value >= 0.9
    assert found.summary["hit@1"].value >= 0.7
    assert found.summary["sentence_hit@4"].value >= 0.9
    assert found.summary["sentence_hit@1"].value >= 0.5
    assert "correctness" not in found.summary
    assert all(len(outcome.retrieved) <= 10 for outcome in found.outcomes)


def test_a_model_that_is_not_there_ends_the_run_before_the_first_question():
    config = RunConfig(load_set("article").sample(2), Settings(model="missing.gguf"), judge="none")
    with pytest.raises(ModelUnavailable, match=r"missing\.gguf"):
        run_test_set(config)


def test_a_question_that_fails_is_a_fault_and_the_rest_is_asked(monkeypatch):
    from assistant.assistant import Assistant

    ask = Assistant.ask
    chosen = load_set("article").sample(3)

    def failing(self, question, history=()):
        if question == chosen.questions[1].question:
            raise MemoryError("no more")
        return ask(self, question, history)

    monkeypatch.setattr(Assistant, "ask", failing)
    run = run_test_set(RunConfig(chosen, quoting(), judge="none", options={"limit": 3}))
    assert [outcome.fault for outcome in run.outcomes] == [None, "MemoryError: no more", None]
    assert run.summary["fault_rate"].value == pytest.approx(1 / 3)


def test_questions_in_another_language_find_their_squad_paragraph(tmp_path):
    english = write(tmp_path / "news.en.json")
    german = write(tmp_path / "news.de.json", GERMAN, answers=("Mai", "Olivenernte", "Komet"))
    sources = SquadFiles(english, german, german, hidden=0.34)
    chosen = load_squad(sources, tmp_path)
    run = run_test_set(RunConfig(chosen, quoting(), judge="none"))
    assert run.set_name == "news.en"
    assert run.summary["hit@1"].count == 2
    assert run.summary["hit@1"].value == 1
    hidden = [outcome for outcome in run.outcomes if not outcome.question.is_answerable]
    assert [outcome.question.language for outcome in hidden] == ["de"]
    assert len(hidden[0].retrieved) == 2, "the two paragraphs that are left"


def killed_after(outcomes: int, arguments: list[str]) -> None:
    """Run the command line, and die by SIGKILL once so many outcomes are written."""
    append = UnfinishedRun.append

    def dying(unfinished: UnfinishedRun, outcome: Outcome) -> None:
        append(unfinished, outcome)
        if len(unfinished.outcomes) == outcomes:
            os.kill(os.getpid(), signal.SIGKILL)

    UnfinishedRun.append = dying
    main(arguments)


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    out = tmp_path / "run.json"
    cache = tmp_path / "cache"
    cache.mkdir()
    for each in Settings().cache.iterdir():
        if each.name != "eval":
            (cache / each.name).symlink_to(each)
    own = {"CITERA_CACHE": str(cache)}
    command = ["eval", "--set", "article", "--retrieval-only", "--limit", "12", "--json", str(out)]
    killed = forked(killed_after, 5, command, environment={**os.environ, **own})
    killed.start()
    killed.join(300)
    assert killed.exitcode == -signal.SIGKILL
    assert not out.exists()
    (path,) = (cache / "eval").glob("*.jsonl")
    before = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(before) == 5
    done = CliRunner().invoke(main, command, env=own)
    assert done.exit_code == 0, done.output
    run = read_run(out)
    assert len(run.outcomes) == 12
    seconds = {outcome.question.id: outcome.seconds for outcome in run.outcomes}
    for line in before:  # asked again, it would hardly take as long to the microsecond
        assert seconds[line["question"]["id"]] == line["seconds"]
    assert not path.exists()
