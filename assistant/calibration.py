"""`Calibration`: the numbers of the assistant and of its search that were fitted to data.

`docs/calibration.md` says on what data and with what error; `python -m eval.calibration.fit` fits
again what it can.
"""

from dataclasses import dataclass

from vectorstore.calibration import SEARCH, SearchCalibration


@dataclass(frozen=True, slots=True)
class EvidenceCalibration:
    """How the sentences of the passages found are ranked as evidence."""

    repeated_penalty: float = 0.015
    """Score that a sentence loses for each better sentence of its article."""
    foreign_weight: float = 2.2
    """Bonus of a sentence in another language, as a multiple of its passage's language bonus."""


@dataclass(frozen=True, slots=True)
class SpanCalibration:
    """How likely a sentence answers, from the reader's margin and the search's match."""

    bias: float = -1.27
    """Log-odds that a sentence answers, before what is known of it."""
    margin_weight: float = 0.522
    """Weight of the margin of its span over "no answer here"."""
    behind_weight: float = 5.22
    """Weight of its score less that of the best sentence found."""
    match_weight: float = 0.138
    """Weight of the log-odds that its passage answers, as the search has them."""
    foreign_weight: float = 0.433
    """Added where its language is another than the question's."""
    length_weight: float = 0.144
    """Weight of the logarithm of 1 and the number of characters of its span."""
    answered_bias: float = 1.62
    """Log-odds that any sentence answers, before what is known of them."""
    answered_best_weight: float = 1.04
    """Weight of the log-odds of the likeliest sentence."""
    answered_margin_weight: float = -0.04
    """Weight of the largest margin."""
    answered_match_weight: float = 0.222
    """Weight of the log-odds of the likeliest passage, as the search has them."""
    answered_foreign_weight: float = 0.652
    """Added where the likeliest sentence is in another language than the question."""
    name_penalty: float = 1.5
    """Taken from the log-odds where the likeliest sentence lacks a name that is asked about."""
    answered: float = 0.4
    """Least probability, 0 to 1, that anything answers, at which an answer is given."""


@dataclass(frozen=True, slots=True)
class AnsweringCalibration:
    """How likely a sentence answers, from the span reader's and the chat model's log-odds."""

    bias: float = 1.07
    """Log-odds that a sentence answers, before what is known of it."""
    read_weight: float = 0.516
    """Weight of the reader's log-odds that it answers."""
    model_weight: float = 0.933
    """Weight of the model's log-odds that it answers."""
    answered_bias: float = 1.14
    """Log-odds that any sentence answers, before what is known of them."""
    answered_read_weight: float = 0.373
    """Weight of the reader's log-odds that any answers."""
    answered_model_weight: float = 1.19
    """Weight of the model's log-odds that the likeliest sentence answers."""
    answered: float = 0.5
    """Least probability, 0 to 1, that anything answers, at which an answer is given."""
    hopeless: float = 0.05
    """The reader's probability, 0 to 1, that anything answers, below which no model is asked."""
    certain: float = 0.9
    """The reader's probability, 0 to 1, that anything answers, from which no model is asked."""


@dataclass(frozen=True, slots=True)
class CatalogueCalibration:
    """Which articles are listed for a topic."""

    nearly_as_close: float = 0.06
    """Largest distance of a listed article's score from the best article's."""
    on_topic: float = 0.006
    """Least probability, 0 to 1, that the best passage of a listed article answers."""


@dataclass(frozen=True, slots=True)
class NameCalibration:
    """When two words are forms of one word or name, by rapidfuzz's ratio, 0 to 100."""

    same_word: float = 75.0
    """Least likeness of two forms of a word."""

    same_name: float = 65.0
    """Least likeness of two spellings of a name."""
    same_name_and_initial: float = 55.0
    """Least likeness of two spellings of a name that begin with the same letter."""
    place_form: float = 75.0
    """Least likeness of an inflected or derived form and the name of a place."""


@dataclass(frozen=True, slots=True)
class EntailmentCalibration:
    """When evidence hardly bears out what was written from it."""

    least: float = 0.155
    """Least probability of entailment, 0 to 1, of a sentence that is shown."""


@dataclass(frozen=True, slots=True)
class ConflictCalibration:
    """When two articles contradict each other."""

    alike: float = 60.0
    """Least likeness, 0 to 100, of two claims about the same thing, numbers and names aside."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """All fitted numbers, by the part that uses them."""

    search: SearchCalibration = SEARCH
    evidence: EvidenceCalibration = EvidenceCalibration()
    span: SpanCalibration = SpanCalibration()
    answering: AnsweringCalibration = AnsweringCalibration()
    catalogue: CatalogueCalibration = CatalogueCalibration()
    names: NameCalibration = NameCalibration()
    entailment: EntailmentCalibration = EntailmentCalibration()
    conflicts: ConflictCalibration = ConflictCalibration()


CALIBRATION = Calibration()
