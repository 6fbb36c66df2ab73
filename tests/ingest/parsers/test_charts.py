"""What a chart gives: each category with the values of its series, as they are shown."""

from lxml.etree import fromstring

from ingest.parsers.charts import text_of_chart


def series(name: str, code: str, *values: str, categories: str = "") -> str:
    points = "".join(f'<pt idx="{n}"><v>{value}</v></pt>' for n, value in enumerate(values))
    cache = f"<numCache><formatCode>{code}</formatCode>{points}</numCache>"
    head = f"<tx><strRef><strCache><pt idx='0'><v>{name}</v></pt></strCache></strRef></tx>"
    return f"<ser>{head}<cat>{categories}</cat><val><numRef>{cache}</numRef></val></ser>"


def chart(*each: str, title: str = "") -> str:
    named = f"<title><tx><rich><p><r><t>{title}</t></r></p></rich></tx></title>" if title else ""
    plot = f"<plotArea><barChart>{''.join(each)}</barChart></plotArea>"
    return text_of_chart(fromstring(f"<chartSpace><chart>{named}{plot}</chart></chartSpace>"))


def test_each_category_has_its_values() -> None:
    towns = '<strCache><pt idx="0"><v>Arnel</v></pt><pt idx="1"><v>Varlet</v></pt></strCache>'
    text = chart(
        series("Calls", "General", "90", "321", categories=towns),
        series("Share", "0.0%", "0.125", "#N/A", categories=towns),
        title="Fire calls",
    )
    assert text == "Fire calls\nArnel | Calls: 90 | Share: 12.5%\nVarlet | Calls: 321 | Share: #N/A"


def test_categories_may_be_dates_or_missing() -> None:
    days = '<numCache><formatCode>d/m/yy</formatCode><pt idx="0"><v>45292</v></pt></numCache>'
    assert chart(series("", "General", "90", "91", categories=days)) == "2024-01-01 | 90\n91"


def test_a_chart_without_values_gives_nothing() -> None:
    assert chart() == ""
