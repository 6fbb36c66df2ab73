"""Tests of history.js: what two tabs of one browser keep, in any order. Run by Node."""

import json
import shutil
import subprocess
from itertools import permutations
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[4] / "ui" / "web" / "assets" / "history.js"
NODE = shutil.which("node")
BROWSER = """
const shared = new Map(), events = {};
const storage = (map) => ({
  getItem: (key) => map.get(key) ?? null,
  setItem: (key, value) => {
    const size = [...map].reduce((sum, [name, text]) => sum + (name === key ? 0 : text.length), 0);
    if (size + value.length > ROOM) throw new Error("QuotaExceededError");
    map.set(key, String(value));
  },
  removeItem: (key) => map.delete(key),
  key: (index) => [...map.keys()][index],
  get length() { return map.size; },
});
function open() {
  const props = { value: "" }, tab = {}, clicks = [];
  const document = { addEventListener: (_, act) => clicks.push(act) };
  const window = { addEventListener: () => {} };
  const run = new Function("props", "trigger", "watch", "document", "window", "localStorage",
    "sessionStorage", "setTimeout", CODE);
  tab.told = [];
  run(props, (name, data) => tab.told.push([name, data]), (_, act) => (tab.obey = act), document,
    window, storage(shared), storage(new Map()), (act) => act());
  tab.keep = (talk) => tab.ask({ keep: [talk], open: talk.id, had: null });
  tab.read = (id) => tab.ask({ keep: [], open: id, had: at(id)?.saved ?? null });
  tab.ask = (asked) => { props.value = JSON.stringify(asked); tab.obey(); };
  tab.delete = (id) => clicks.forEach((act) => act({ target: { closest: () =>
    ({ dataset: { talk: "delete", id } }) } }));
  return tab;
}
const at = (id) => JSON.parse(shared.get(`citera.talk.${id}`) ?? "null");
const talk = (id, second, ...questions) => ({ id, exchanges: questions.map((question) =>
  ({ question })), saved: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString() });
const asked = () => [...shared].filter(([key]) => key.startsWith("citera.talk."))
  .map(([, text]) => JSON.parse(text).exchanges.map((each) => each.question).join(" ")).sort();
"""


def run(steps: str, room: int = 10**6) -> list[str]:
    """The conversations kept in the end, each as its questions."""
    assert NODE
    given = f"const CODE = {json.dumps(SCRIPT.read_text(encoding='utf-8'))}, ROOM = {room};"
    script = f"{given}{BROWSER}{steps};console.log(JSON.stringify(asked()));"
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node")


def test_conversations_of_two_tabs_are_all_kept_in_any_order():
    steps = [
        "a.keep(talk('x', 1, 'A?'))",
        "b.keep(talk('y', 2, 'B?'))",
        "a.keep(talk('z', 3, 'C?'))",
    ]
    each = ";".join(
        f"{{ shared.clear(); const a = open(), b = open(); {';'.join(order)};"
        "if (String(asked()) !== 'A?,B?,C?') throw new Error(asked()); }"
        for order in permutations(steps)
    )
    assert run(each) == ["A?", "B?", "C?"]


def test_a_conversation_that_goes_on_in_two_tabs_becomes_two():
    steps = """
    const a = open(), b = open();
    a.keep(talk('x', 1, 'A?')); b.read('x');
    a.keep(talk('x', 2, 'A?', 'B?')); b.keep(talk('x', 3, 'A?', 'C?'));
    a.keep(talk('x', 4, 'A?', 'B?', 'D?')); b.keep(talk('x', 5, 'A?', 'C?', 'E?'))"""
    assert run(steps) == ["A? B? D?", "A? C? E?"]


def test_a_version_that_comes_late_replaces_no_newer_one():
    assert run(
        "const a = open(); a.keep(talk('x', 2, 'A?', 'B?')); a.keep(talk('x', 1, 'A?'))"
    ) == ["A? B?"]


def test_a_deleted_conversation_does_not_come_back_from_any_tab():
    steps = """
    const a = open(), b = open();
    a.keep(talk('x', 1, 'A?')); b.keep(talk('y', 2, 'B?')); b.delete('x');
    a.keep(talk('z', 3, 'C?')); b.delete('y'); b.keep(talk('y', 4, 'B?'))"""
    assert run(steps) == ["C?"]


def test_the_oldest_give_way_and_a_full_browser_keeps_the_latest():
    many = "const a = open(); for (let n = 10; n < 33; n += 1) a.keep(talk(`x${n}`, n, `${n}?`))"
    assert run(many) == [f"{number}?" for number in range(13, 33)]
    assert run(many, room=400)[-1] == "32?"


def test_a_conversation_that_has_no_room_at_all_costs_no_other_and_is_told():
    steps = """
    const a = open(); a.keep(talk('x', 1, 'A?')); a.keep(talk('y', 2, 'B?'));
    const full = () => a.told.at(-1)[1].full;
    if (full()) throw new Error("told too early");
    a.keep(talk('z', 3, 'C?'.repeat(300)));
    if (!full()) throw new Error("not told");
    a.keep(talk('y', 4, 'B?', 'D?'));
    if (full()) throw new Error("told again")"""
    assert run(steps, room=400) == ["A?", "B? D?"]


def test_a_browser_killed_before_the_oldest_gives_way_has_kept_the_latest():
    steps = """
    const a = open(); for (let n = 10; n < 30; n += 1) a.keep(talk(`x${n}`, n, `${n}?`));
    const remove = shared.delete;
    shared.delete = () => { throw new Error("killed"); };
    a.keep(talk('x30', 30, '30?')); shared.delete = remove"""
    assert run(steps) == [f"{number}?" for number in range(10, 31)]
