"""Words cut at the ends of lines are joined as their document and their language write them."""

import pytest

from ingest.parsers.pdf.glyphs import CUT
from ingest.parsers.pdf.hyphens import join_cut_words

AROUND = {
    "en": "The council met on Tuesday and talked about the new houses of the town for hours.",
    "fr": "Le conseil s’est réuni mardi et il a parlé pendant des heures des nouvelles maisons.",
    "de": "Der Rat hat sich am Dienstag getroffen und stundenlang über die neuen Häuser geredet.",
    "es": "El consejo se reunió el martes y habló durante horas de las nuevas casas del pueblo.",
    "ru": "Совет собрался во вторник и несколько часов говорил о новых домах этого города.",
}


@pytest.mark.parametrize(
    ("language", "cut", "joined"),
    [
        ("en", "swim-ming", "swimming"),
        ("en", "devel-opment", "development"),
        ("en", "well-known", "well-known"),
        ("en", "part-time", "part-time"),
        ("en", "Jean-Pierre", "Jean-Pierre"),
        ("en", "Saint-Maurand", "Saint-Maurand"),
        ("en", "Sol-dano", "Soldano"),
        ("en", "14-storeys", "14 storeys"),
        ("en", "14-storey", "14-storey"),
        ("en", "2019-2021", "2019-2021"),
        ("en", "DEVEL-OPMENT", "DEVELOPMENT"),
        ("en", "pre-and", "pre- and"),
        ("en", "un-der-stand-ing", "understanding"),
        ("fr", "gouverne-ment", "gouvernement"),
        ("fr", "peut-être", "peut-être"),
        ("fr", "aujour-d’hui", "aujourd’hui"),
        ("fr", "porte-parole", "porte-parole"),
        ("de", "Bundes-regierung", "Bundesregierung"),
        ("de", "Brandschutz-verordnung", "Brandschutzverordnung"),
        ("de", "Vor-und", "Vor- und"),
        ("de", "Rhein-Main", "Rhein-Main"),
        ("de", "EU-weit", "EU-weit"),
        ("es", "desarro-llo", "desarrollo"),
        ("ru", "прави-тельство", "правительство"),
        ("ru", "северо-восток", "северо-восток"),
    ],
)
def test_a_cut_word_is_joined_as_its_language_writes_it(language: str, cut: str, joined: str):
    text = f"{AROUND[language]} {cut.replace('-', CUT)} {AROUND[language]}"
    assert join_cut_words(text, [])[0] == f"{AROUND[language]} {joined} {AROUND[language]}"


@pytest.mark.parametrize(
    ("left", "right", "written"),
    [
        ("re", "elected", "re-elected"),
        ("re", "elected", "reelected"),
        ("well", "known", "wellknown"),
        ("Oster", "Tal", "Oster-Tal"),
        ("14", "storeys", "14-storeys"),
    ],
)
def test_the_words_of_the_document_come_first(left: str, right: str, written: str):
    text = f"Here {left}{CUT}{right} is cut, and there {written} is whole."
    assert join_cut_words(text, [])[0] == f"Here {written} is cut, and there {written} is whole."


def test_offsets_move_with_the_text():
    text = f"A swim{CUT}ming child. The well{CUT}known boat sank."
    starts = [0, text.index("ming"), text.index("The"), text.index("known"), text.index("boat")]
    joined, moved = join_cut_words(text, starts)
    assert [joined[start:][:3] for start in moved] == ["A s", "min", "The", "kno", "boa"]
