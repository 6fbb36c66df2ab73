"""The examples in the prompts of Citera, so many as each kind of prompt needs.

They come from no article that Citera ships or is measured on.
"""

NOT_FOUND = "NOT_FOUND"
"""What a chat model replies where the text does not answer; prompts, parsers and tests share it."""

_BUDGET = (
    "L’opposition a refusé de voter le budget présenté par le maire, Paul Girard, car il augmente"
    " les impôts de 3 %."
)
_PROTEST = (
    "About 400 workers protested outside the Ohio plant on Friday, according to union leader Mary"
    " Cole."
)
_TALKS = (
    "El ministro de Agricultura chileno rechazó la propuesta de diálogo que habían hecho Canadá e"
    " India."
)
_MUSEUM = (
    "Das Museum wurde 1987 von der Architektin Lena Vogt entworfen und zieht jährlich viele"
    " Besucher an."
)
_CONCERT = (
    "La mairie a annulé le concert que l’association avait prévu samedi sur la place, provoquant"
    " la colère des habitants."
)
_PILOTS = (
    "The pilots' union will not sign the deal as long as the airline refuses to pay for training,"
    " its lawyer said."
)

_BRIDGE = ("A new bridge over the Avon", "It was opened in 1932 by Mayor Tom Hale.")
_SCHOOLS = (
    "Rentrée difficile dans le nord",
    "Selon le ministère, 340 écoles ont fermé dans le nord du pays.",
)
_OFFER = (
    "Nordia abandona la compra de Valex",
    "La empresa retiró su oferta porque el banco negó el crédito.",
)
_SUMMIT = ("Gipfel in Wien", "Rossi traf am Dienstag den Präsidenten in Wien.")

ANSWER_EXAMPLES: tuple[tuple[str, str, str, tuple[str, str] | None], ...] = (
    (
        *_BRIDGE,
        "Who opened the bridge?",
        ("English", "Mayor Tom Hale opened the bridge in 1932."),
    ),
    (*_BRIDGE, "Who designed the bridge?", None),
    (*_SCHOOLS, "Combien d'écoles ont fermé dans le sud ?", None),
    (
        *_SCHOOLS,
        "Wie viele Schulen wurden im Norden geschlossen?",
        ("German", "Laut dem Ministerium wurden im Norden 340 Schulen geschlossen."),
    ),
    (
        *_OFFER,
        "Why did the company withdraw its offer?",
        ("English", "The company withdrew its offer because the bank refused the loan."),
    ),
    (*_OFFER, "Why did the bank refuse the loan?", None),
    (*_SUMMIT, "When did Rossi arrive in Berlin?", None),
    (
        *_SUMMIT,
        "Où Rossi a-t-il rencontré le président ?",
        ("French", "Rossi a rencontré le président à Vienne."),
    ),
)
"""Title, sentence and question; where the sentence answers, the language and the answer in it.

Each sentence once with what it answers and once with what it only seems to: another thing, place
or time, or the reason of another event. Each language of questions once with either.
"""

JUDGE_EXAMPLES = (
    (_MUSEUM, "Who designed the museum?", "Lena Vogt", "yes"),
    (_MUSEUM, "Who runs the museum?", "Lena Vogt runs the museum.", "no"),
    (
        _BUDGET,
        "Why did the opposition refuse to vote for the budget?",
        "It refused because taxes would rise.",
        "yes",
    ),
    (
        _BUDGET,
        "Why did the opposition refuse to vote for the budget?",
        "It refused because Paul Girard presented the budget.",
        "no",
    ),
    (_PROTEST, "Combien d’ouvriers ont manifesté ?", "Environ 400 ouvriers.", "yes"),
    (_PROTEST, "Qui dirige l’usine ?", "Mary Cole dirige l’usine.", "no"),
    (_TALKS, "Wer schlug Gespräche vor?", "Der chilenische Minister.", "no"),
    (_TALKS, "Wer schlug Gespräche vor?", "Kanada und Indien schlugen Gespräche vor.", "yes"),
    (_CONCERT, "¿Cuándo iba a ser el concierto?", "El sábado.", "yes"),
    (_CONCERT, "¿Por qué se anuló el concierto?", "Porque los vecinos estaban enfadados.", "no"),
    (_PILOTS, "متى يوقع الطيارون؟", "وقع الطيارون الاتفاق.", "no"),
    (_PROTEST, "متى احتج العمال؟", "يوم الجمعة.", "yes"),
)

TRANSLATE_EXAMPLES = (
    (
        _BUDGET,
        "English",
        "The opposition refused to vote for the budget presented by the mayor, Paul Girard,"
        " because it raises taxes by 3%.",
    ),
    (
        _PROTEST,
        "French",
        "Environ 400 ouvriers ont manifesté vendredi devant l’usine de l’Ohio, selon la dirigeante"
        " syndicale Mary Cole.",
    ),
    (
        _TALKS,
        "English",
        "The Chilean Minister of Agriculture rejected the proposal for talks that Canada and India"
        " had made.",
    ),
    (
        _MUSEUM,
        "Spanish",
        "El museo fue diseñado en 1987 por la arquitecta Lena Vogt y atrae cada año a muchos"
        " visitantes.",
    ),
)

CITE_SOURCES = (
    ("Le budget divise le conseil (2019-03-04)", (_BUDGET, _CONCERT)),
    ("Plant workers march (2019-03-09)", (_PROTEST, _PILOTS)),
)
CITE_EXAMPLES = (
    (
        "Why did the opposition refuse the budget, and who leads the union?",
        "English",
        "The opposition refused to vote for it because it raises taxes by 3% [1]. Mary Cole leads"
        " the union [3].",
    ),
    ("Wie viele Menschen arbeiten für den Bürgermeister?", "German", NOT_FOUND),
)

CONDENSE_EXAMPLES: tuple[tuple[tuple[tuple[str, str], ...], str, str], ...] = (
    (
        (("Who designed the museum?", "Lena Vogt designed it."),),
        "And when?",
        "When did Lena Vogt design the museum?",
    ),
    (
        (
            ("Qui est le maire de Lyon ?", "Paul Girard est le maire de Lyon."),
            ("Et qui est son adjointe ?", "Son adjointe est Anne Blanc."),
        ),
        "Quel âge a-t-il ?",
        "Quel âge a Paul Girard ?",
    ),
    (
        (("How many workers protested in Ohio?", "About 400 workers protested."),),
        "Who is the president of India?",
        "Who is the president of India?",
    ),
    (
        (("Wer leitet die Gewerkschaft?", "Mary Cole leitet die Gewerkschaft."),),
        "Warum hat sie protestiert?",
        "Warum hat Mary Cole protestiert?",
    ),
)
