"""Validator of the test sets, against their articles and their documented composition.

python -m eval.datasets.validate             prints every fault; exit code 1 if there is one
python -m eval.datasets.validate --schema    prints the JSON schema of a question
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.datasets.claims import inconsistencies, load_claims
from eval.datasets.hostile import defects, load_hostile
from eval.datasets.questions import AFTER_TURNS, UNANSWERABLE, Fact, TestQuestion
from eval.datasets.sets import NAMES, QuestionSet, load_set
from eval.metrics.matching import contains_any, tokens
from ingest import read_articles

_LANGUAGES = {"fr", "en", "de", "es", "ar"}
_BOTH = ("fr", "en")
"""Languages in which every fact of the set `article` has a wording."""
_LEAST_QUESTIONS = 80
_LEAST_UNANSWERABLE = 20
_LEAST_SILENT = 12
"""Minimum number of unanswerable questions in each split of the set `conversations`."""
_HALF = (0.3, 0.5)
"""Minimum and maximum share of questions in French, and in English."""


def faults(chosen: QuestionSet) -> Iterator[str]:
    """Faults of a test set, a sentence for each."""
    texts = read_texts(chosen.articles)
    for question in chosen.questions:
        for fault in (*_of_kind(question), *_of_facts(question, texts)):
            yield f"{question.id}: {fault}"
    yield from _of_all(chosen.questions)
    if chosen.name == "article":
        yield from _of_promises(chosen.questions)
    if chosen.name == "conversations":
        yield from _of_conversations(chosen.questions)


def read_texts(articles: Sequence[Path]) -> dict[str, tuple[str, str]]:
    """Text and language of each article as it is ingested, by file name."""
    return {
        path.name: (article.text, article.language or "")
        for path in articles
        for article in read_articles(path)
    }


def _of_kind(question: TestQuestion) -> Iterator[str]:
    if question.is_answerable == (question.kind in UNANSWERABLE):
        yield f"a question of kind {question.kind} has {len(question.facts)} facts"
    if question.denied and question.kind != "false-premise":
        yield f"a question of kind {question.kind} has a premise that is denied"
    if bool(question.history) != (question.kind in AFTER_TURNS):
        yield f"a question of kind {question.kind} has {len(question.history)} turns before it"
    if question.kind in ("several-parts", "contradiction") and len(question.facts) < 2:
        yield f"a question of kind {question.kind} has one fact"


def _of_facts(question: TestQuestion, texts: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for fact in question.proven:
        if not fact.evidence:
            yield "a fact has no evidence"
        for each in fact.evidence:
            if each.source not in texts:
                yield f"there is no article {each.source}"
                continue
            text, language = texts[each.source]
            if text[each.start : each.end] != each.quote:
                yield f"{each.source} does not have {each.quote[:40]!r} at {each.start}"
            if not contains_any(each.quote, fact.answers.get(language, ())):
                yield f"no {language} wording of a fact stands in {each.quote[:40]!r}"
        yield from _of_wordings(question, fact)


def _of_wordings(question: TestQuestion, fact: Fact) -> Iterator[str]:
    for language, wordings in fact.answers.items():
        for wording in wordings:
            if not tokens(wording):
                yield f"the {language} wording {wording!r} has no word"
            # A gold answer that is also a wrong one could never be given.
            if contains_any(wording, question.wrong):
                yield f"the wording {wording!r} contains what is wrong"
    if not fact.answers.get(question.language):
        yield f"a fact has no wording in {question.language}"


def _of_all(questions: Sequence[TestQuestion]) -> Iterator[str]:
    for name, count in Counter(question.id for question in questions).items():
        if count > 1:
            yield f"{name}: {count} questions have this id"
    # Follow-ups such as "How many?" may be worded alike and ask different things.
    seen: dict[tuple[tuple[str, ...], ...], str] = {}
    for question in questions:
        said = [turn.question for turn in question.history] + [question.question]
        key = tuple(map(tokens, said))
        if key in seen:
            yield f"{question.id}: {seen[key]} asks the same"
        seen[key] = question.id
    splits: dict[str, str] = {}
    for question in questions:
        group = question.id.rpartition("-")[0]
        if splits.setdefault(group, question.split) != question.split:
            yield f"{question.id}: its translations are in the other split"


def _of_promises(questions: Sequence[TestQuestion]) -> Iterator[str]:
    """Minimum composition of the set `article`."""
    total = len(questions)
    if total < _LEAST_QUESTIONS:
        yield f"there are {total} questions, fewer than {_LEAST_QUESTIONS}"
    refused = sum(not question.is_answerable for question in questions)
    if refused < _LEAST_UNANSWERABLE:
        yield f"{refused} questions have no answer, fewer than {_LEAST_UNANSWERABLE}"
    languages = Counter(question.language for question in questions)
    for language in sorted(_LANGUAGES - languages.keys()):
        yield f"no question is in {language}"
    for language in _BOTH:
        share = languages[language] / total
        if not _HALF[0] <= share <= _HALF[1]:
            yield f"{share:.0%} of the questions are in {language}"
    for question in questions:
        for fact in question.facts:
            if missing := [each for each in _BOTH if not fact.answers.get(each)]:
                yield f"{question.id}: a fact has no wording in {' and '.join(missing)}"


def _of_conversations(questions: Sequence[TestQuestion]) -> Iterator[str]:
    """Composition of the set `conversations`."""
    proving: dict[str, str] = {}
    for question in questions:
        if not question.history:
            yield f"{question.id}: no turn comes before it"
        if not question.is_answerable and not question.wrong:
            yield f"{question.id}: no wording is of a similar article"
        for source in {proof.source for fact in question.facts for proof in fact.evidence}:
            if proving.setdefault(source, question.split) != question.split:
                yield f"{question.id}: {source} answers questions of both splits"
    silent = Counter(each.split for each in questions if not each.is_answerable)
    for split in sorted({each.split for each in questions}):
        if silent[split] < _LEAST_SILENT:
            yield f"{silent[split]} {split} questions have no answer, fewer than {_LEAST_SILENT}"


def main() -> int:
    """Check all test sets, or print the schema; the exit code, 1 if there was a fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schema", action="store_true", help="print the JSON schema instead")
    if parser.parse_args().schema:
        print(json.dumps(TestQuestion.model_json_schema(), indent=2))
        return 0
    found = 0
    for name in NAMES:
        chosen = load_set(name)
        for fault in faults(chosen):
            found += 1
            print(f"{name}: {fault}")
        print(f"{name}: {len(chosen.questions)} questions about {len(chosen.articles)} articles")
    claims = load_claims()
    for inconsistency in inconsistencies(claims):
        found += 1
        print(f"claims: {inconsistency}")
    print(f"claims: {len(claims)} claims")
    hostile = load_hostile()
    for defect in defects(hostile):
        found += 1
        print(f"hostile: {defect}")
    print(f"hostile: {len(hostile)} items")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
