"""What is filled into a form is read beside the labels of its fields."""

import pytest

from tests.ingest.parsers.pdf.drawing import HEIGHT, read

INTRODUCTION = (57, 60, "Please fill in this form and send it to the harbour office.")


def field(kind: str, left: float, base: float, width: float, more: str) -> str:
    """A field whose text stands on the line at `base`, as the dictionary of its widget."""
    bottom = HEIGHT - base - 3
    place = f"/Rect [{left} {bottom} {left + width} {bottom + 14}]"
    name = f"/T (f{left:.0f}-{base:.0f})"
    return f"/Subtype /Widget /FT /{kind} {name} /F 4 /DA (/F 11 Tf) {place} {more}"


def box(left: float, base: float, state: str) -> str:
    looks = "/AP << /N << /Yes 5 0 R /Off 5 0 R >> >>"
    return field("Btn", left, base, 11, f"/V /{state} /AS /{state} {looks}")


def texts(pieces, *annotations, **stated) -> list[str]:
    return read([INTRODUCTION, *pieces], annotations=annotations, **stated).text.split("\n\n")[1:]


def test_a_value_stands_behind_the_label_beside_or_above_it():
    pieces = [(57, 120, "Name of the ship:"), (57, 160, "Home port"), (57, 200, "Length ______")]
    values = [
        field("Tx", 166, 120, 150, "/V (Aurora)"),
        field("Ch", 57, 178, 150, "/V (Sarnow) /Ff 131072 /Opt [(Sarnow) (Rosvik)]"),
        field("Tx", 140, 200, 150, "/V (41 m)"),
    ]
    assert texts(pieces, *values) == [
        "Name of the ship: Aurora",
        "Home port: Sarnow",
        "Length: 41 m",
    ]


def test_each_of_two_fields_on_a_line_has_its_own_label():
    pieces = [(57, 120, "Postcode:"), (300, 120, "City:")]
    values = [field("Tx", 330, 120, 80, "/V (Ostra)"), field("Tx", 120, 120, 80, "/V (1407)")]
    text = " ".join(texts(pieces, *values))
    assert "Postcode: 1407" in text
    assert "City: Ostra" in text


def test_a_date_in_three_fields_stays_in_order():
    pieces = [(57, 120, "Date:")]
    values = [
        field("Tx", left, 120, 30, f"/V ({value})")
        for left, value in ((90, 9), (125, 1), (160, 2020))
    ]
    assert texts(pieces, *values) == ["Date: 9 1 2020"]


def test_boxes_show_whether_they_are_ticked():
    pieces = [(75, 120, "Cargo ship"), (275, 120, "Ferry")]
    (text,) = texts(pieces, box(60, 120, "Yes"), box(260, 120, "Off"))
    assert text.split(" ☐ ") == ["☑ Cargo ship", "Ferry"]


def test_an_empty_form_reads_as_it_is_printed():
    pieces = [(57, 120, "Name of the ship:"), (75, 160, "Ferry")]
    empty = [field("Tx", 166, 120, 150, ""), box(60, 160, "Off")]
    assert texts(pieces, *empty) == ["Name of the ship:", "Ferry"]


def test_a_field_without_a_label_is_named_by_its_hint():
    values = [field("Tx", 300, 400, 150, "/V (Aurora) /TU (Name of the ship)")]
    assert texts([], *values) == ["Name of the ship: Aurora"]


@pytest.mark.parametrize(
    "more", ["/V (secret) /Ff 8192", "/V (secret) /F 2"], ids=["password", "hidden"]
)
def test_passwords_and_hidden_fields_are_left_out(more: str):
    value = field("Tx", 166, 120, 150, more).replace("/F 4 ", "" if "/F 2" in more else "/F 4 ")
    assert texts([(57, 120, "Password:")], value) == ["Password:"]


@pytest.mark.parametrize("kind", ["Text", "Highlight", "FreeText", "Popup", "Stamp"])
def test_comments_are_left_out(kind: str):
    comment = f"/Subtype /{kind} /Rect [57 700 300 760] /Contents (Is this true?) /DA (/F 11 Tf)"
    assert texts([(57, 120, "The dam held.")], comment) == ["The dam held."]
