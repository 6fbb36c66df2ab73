"""Tests of assistant/text/printable.py: no text commands a terminal, and none is lost."""

import json
import sys
import unicodedata

import pytest

from assistant.text.printable import printable, printable_line

COMMANDS = {
    "clears the screen": "\x1b[2J",
    "sets the title": "\x1b]0;owned\x07",
    "links to another address": "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "writes the clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "begins a sequence in one character": "\x9b31m",
    "overwrites the line": "good\rbad",
    "takes back": "bad\x08\x08\x08",
    "turns the direction": "exe.\u202etxt",
    "is no character at all": "\udcff",
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("shown", [printable, printable_line])
def test_no_text_commands_a_terminal(shown, command):
    said = shown(command)
    assert {unicodedata.category(char) for char in said}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert "\u202e" not in said
    said.encode()


def test_an_escape_says_which_character_was_there():
    assert printable("\x1b[1m") == "\\u001b[1m"


def test_every_control_character_is_escaped():
    controls = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == "Cc"]
    assert {printable(c) for c in controls} & set(controls) == {"\t", "\n"}
    assert {printable_line(c) for c in controls} & set(controls) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Où ?\n\tEt « quand » ?",
        "می‌خواهم",
        "كتب \u2067Haftar\u2069",
        "👩\u200d🚒",
        "a\u00a0b\u00ad-",
    ],
)
def test_texts_of_any_language_stay_as_they_are(text):
    assert printable(text) == text


def test_a_line_stays_one():
    assert printable_line("a\n[2] Another source\tb") == "a\\u000a[2] Another source\\u0009b"


def test_json_stays_the_same_json():
    held = {"text": "a\x1b\x9b\u2028b\n"}
    for indent in (None, 2):
        assert json.loads(printable(json.dumps(held, ensure_ascii=False, indent=indent))) == held
