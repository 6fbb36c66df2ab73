"""What each fitted number was chosen on when its value was set, by its path in `Calibration`."""

_WEIGHTS = (
    "XQuAD, by grid; right passages come first about as often for weights half or twice as large."
)
_CHANCE = (
    "XQuAD in four language pairs, every other question's paragraph taken away; expected"
    " calibration error 0.04 to 0.08 on the half not fitted."
)
_NAMES = (
    "Pairs of names: Turquie and Turkey reach 61, Турции and Turquie 57 in Latin letters, but"
    " Turquie and Russie 62 as well."
)
_UNKNOWN = "Not recorded."

ORIGINS = {
    "search.passage_weight": _WEIGHTS,
    "search.sentence_weight": _WEIGHTS,
    "search.token_weight": _WEIGHTS,
    "search.lexical_weight": _WEIGHTS,
    "search.sentence_token_weight": (
        "Half of 740 questions (the dev splits, XQuAD English to German and back), from 0.2 to 3;"
        " all do better than none."
    ),
    "search.bm25_k1": _UNKNOWN,
    "search.bm25_b": _UNKNOWN,
    "search.language_bonus": (
        "XQuAD, each paragraph in one of three languages: acc@1 0.87 across languages (0.55"
        " without), 0.97 within one (0.98 without)."
    ),
    "search.temperature": _CHANCE,
    "search.no_answer_score": _CHANCE,
    "search.tie": _UNKNOWN,
    "search.related_similarity": (
        "Measured with the packaged model on the 16 pairs of `vectorstore/scoring/scale.py`; a test"
        " measures it again."
    ),
    "search.unrelated_similarity": "The same, each question with the other 15 sentences.",
    "search.duplicate_overlap": _UNKNOWN,
    "search.duplicate_overlap_within": (
        "Not recorded; higher than between articles, as what one article says in like words is"
        " often a list."
    ),
    "search.duplicate_size_ratio": _UNKNOWN,
    "evidence.repeated_penalty": (
        "955 questions of XQuAD, English to German: the first four sentences are of 1.9 articles"
        " instead of 1.6, and have the answer to 0.923 instead of 0.928; dev split of `several`:"
        " to all instead of 0.97."
    ),
    "evidence.foreign_weight": "Dev split of `several`: 1.5 to 3 do alike.",
    **dict.fromkeys(
        (
            f"span.{name}"
            for name in (
                *("bias", "margin_weight", "behind_weight", "match_weight", "foreign_weight"),
                *("answered_bias", "answered_best_weight", "answered_margin_weight"),
                *("answered_match_weight", "answered_foreign_weight", "length_weight"),
            )
        ),
        "Logistic regression on `eval/data/readings/spans.jsonl.gz`: `python -m"
        " eval.calibration.spans fit`.",
    ),
    "span.name_penalty": (
        "Dev questions: with it 0.64 and 0.57 of the unanswerable ones (`article`, `several`) are"
        " below 0.5, without it 0.54 and 0.36; of the answerable ones 0.22 and 0.19, not 0.20 and"
        " 0.12. By hand."
    ),
    "span.answered": (
        "The same records: of those of public sets and of held-out passages written for training,"
        " 0.06 answerable and 0.77 unanswerable questions are below; by hand."
    ),
    **dict.fromkeys(
        (
            f"answering.{name}"
            for name in (
                *("bias", "read_weight", "model_weight"),
                *("answered_bias", "answered_read_weight", "answered_model_weight"),
            )
        ),
        "Logistic regression on `eval/data/readings/answers.jsonl`: `python -m"
        " eval.calibration.answering fit`.",
    ),
    "answering.answered": (
        "The same records: of the dev questions, 0.26 (`article`) and 0.15 (`several`) answerable"
        " and 0.68 and 0.64 unanswerable ones are below; by the reader alone, 0.18, 0.09, 0.54 and"
        " 0.45 are refused. From 0.4 to 0.6, as many are right: .69 to .70 of a mix of 7 to 3."
        " By hand."
    ),
    **dict.fromkeys(
        ("answering.hopeless", "answering.certain"),
        "Time: a sentence takes the model a second or two. Of dev questions about the sample,"
        " the reader is certain of 0.23 of the answerable ones and none of the others. By hand.",
    ),
    "catalogue.nearly_as_close": _UNKNOWN,
    "catalogue.on_topic": (
        "Topics asked of the sample and of `several`: the best passage is above for all of 17 that"
        " are there, and for 1 of 13 that are not."
    ),
    "names.same_word": _UNKNOWN,
    "names.same_name": _NAMES,
    "names.same_name_and_initial": _NAMES,
    "names.place_form": "Forms such as России and Россия, or alemán and Alemania.",
    "entailment.least": (
        "Marked claims, dev: 0.07 of the true ones are below; of what hostile articles order to be"
        " said, 0.91. By hand."
    ),
    "conflicts.alike": _UNKNOWN,
}
