"""Plots of growth, read again from their drawings."""

from xml.etree import ElementTree

from eval.report.growth_plot import Panel, Sizes, growth_svg

SVG = "{http://www.w3.org/2000/svg}"
SIZES = Sizes("passages", 1000, 1_000_000, known_to=1_000_000)
LINES = {"a": [(1000, 5.0), (100_000, 500.0)], "b < c": [(1000, 50.0)]}


def drawn(panels, sizes=SIZES):
    return ElementTree.fromstring(growth_svg(panels, sizes))


def points(drawing):
    return [(float(c.get("cx")), float(c.get("cy"))) for c in drawing.iter(f"{SVG}circle")]


def texts(drawing):
    return ["".join(each.itertext()) for each in drawing.iter(f"{SVG}text")]


def test_points_are_where_their_values_are():
    first, second, other = points(drawn([Panel("time", LINES)]))
    assert first[0] == other[0] < second[0]
    assert first[1] > other[1] > second[1]  # downwards
    # Each is ten times the one before, on a logarithmic axis.
    assert abs((first[1] - other[1]) - (other[1] - second[1])) < 0.2


def test_shares_are_drawn_from_none_to_all():
    shares = {"a": [(1000, 0.0), (2000, 1.0), (4000, 0.5)]}
    low, high, middle = (y for _, y in points(drawn([Panel("recall", shares, shares=True)])))
    assert abs(middle - (low + high) / 2) < 0.2
    assert high < middle < low


def test_sizes_and_names_are_told():
    told = texts(drawn([Panel("time", LINES), Panel("disk", {"a": [(1000, 1.0)]})]))
    assert {"time", "disk", "a", "b < c", "1,000", "1,000,000"} <= set(told)
    assert told.count("passages") == 2


def test_what_was_not_measured_is_marked():
    known = Sizes("passages", 1000, 1_000_000, known_to=10_000, mark=62_500)
    assert "not measured" in texts(drawn([Panel("time", LINES)], known))
    assert "not measured" not in texts(drawn([Panel("time", LINES)]))
