"""The report opened from disk in a headless browser: filters, links, width, and hostile text."""

import re

import pytest

from eval.report.page import write_html
from tests.eval.report.test_page import HOSTILE, hostile_run
from tests.eval.runs import GOLD, answer, outcome, question, run_of, small_outcomes
from tests.required import required

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """A report of one question a way to fail and a hostile one, beside an earlier run."""
    before = small_outcomes()
    after = [each for each in before if each.question.id != "wrongly-refused"]
    after.append(outcome(question("wrongly-refused", language="fr"), answer("Ida Berg.", GOLD)))
    path = tmp_path_factory.mktemp("report") / "run.html"
    write_html(run_of([*after, *hostile_run("en").outcomes], "second"), path, run_of(before))
    return path.as_uri()


def shown(page) -> list[str]:
    return page.locator(".question:visible").evaluate_all("all => all.map(each => each.id)")


def test_filters_narrow_the_questions_and_stay_in_the_address(visit, address):
    page = visit(address, first="#shown")
    everything = shown(page)
    page.locator("[name=diagnosis]").select_option("hallucinated")
    assert shown(page) == ["q-hallucinated"]
    assert page.locator("#shown").inner_text() == f"1 of {len(everything)} questions"
    page.reload()
    assert shown(page) == ["q-hallucinated"]
    page.get_by_role("button", name="Clear").click()
    page.locator("#shown", has_text=re.compile("^12 questions$")).wait_for()
    assert shown(page) == everything
    page.locator("[name=change]").select_option("better")
    assert shown(page) == ["q-wrongly-refused"]
    page.locator("[name=language]").select_option("en")
    assert shown(page) == []


def test_search_reads_answers_without_heed_to_case_or_accents(visit, address):
    page = visit(address, first="#shown")
    page.locator("[name=q]").fill("OUT ôf mémory")
    assert shown(page) == ["q-fault"]


def test_links_lead_to_a_question_and_to_a_diagnosis(visit, address):
    page = visit(f"{address}#q-wrong-answer", first="#shown")
    assert page.locator("#q-wrong-answer details").first.get_attribute("open") is not None
    assert page.locator("#q-right details").first.get_attribute("open") is None
    page.locator(".diagnoses a", has_text="Not retrieved").click()
    page.wait_for_selector("#questions:focus")
    assert shown(page) == ["q-not-retrieved"]
    page.locator(".changes a").first.click()
    page.wait_for_selector("#q-wrongly-refused details[open]")


def test_the_keyboard_is_enough(visit, address):
    page = visit(address, first="#shown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#questions:focus")
    page.keyboard.press("Tab")
    page.keyboard.type("karl")
    page.locator(".question:visible summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".question:visible .body").first.is_visible()


def test_hostile_text_is_inert_and_nothing_is_asked_of_the_network(visit, address):
    page = visit(address, first="#shown")
    page.on("dialog", lambda dialog: page.errors.append(dialog.message))
    page.get_by_role("button", name="Open all shown").click()
    page.locator("[name=q]").fill("onerror")
    assert page.locator(".question:visible").count() == 2
    sentence = page.locator(".question:visible .sentence > p").first
    sentence.scroll_into_view_if_needed()  # the page draws a question when it comes into view
    assert HOSTILE in sentence.inner_text()
    assert page.locator("img").count() == 0
    assert page.errors == []
    assert page.asked == [address]


def test_no_script_but_its_own_may_run(visit, address):
    page = visit(address, first="#shown")
    page.evaluate("""() => {
        const added = document.createElement("script");
        added.textContent = "window.ran = true";
        document.body.append(added);
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>");
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


def test_a_phone_needs_no_scrolling_sideways(visit, address):
    page = visit(address, first="#shown", viewport={"width": 360, "height": 700})
    page.get_by_role("button", name="Open all shown").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit, address, scheme):
    axe = required("axe_playwright_python.sync_playwright")
    page = visit(address, first="#shown", color_scheme=scheme)
    page.get_by_role("button", name="Open all shown").click()
    found = axe.Axe().run(page).response["violations"]
    grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    assert grave == [], [(fault["id"], fault["nodes"][0]["html"]) for fault in grave]
