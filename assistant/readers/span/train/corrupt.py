"""Claims made false by another number or another name, to teach a verifier to look at them."""

from random import Random

import regex

_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
_NAME = regex.compile(r"(?<=\p{L}[ ,] ?)\p{Lu}\p{Ll}+")
"""A word with a capital, not the first of a sentence."""


def corrupt(claim: str, premise: str, random: Random) -> str | None:
    """A claim with one number or name exchanged; None where it has none that can be."""
    number = _NUMBER.search(claim)
    if number:
        other = _other_number(number[0], premise, random)
        return _replaced(claim, number, other)
    names = list(_NAME.finditer(claim))
    others = [found for found in _NAME.findall(premise) if found not in claim]
    if not names or not others:
        return None
    name = random.choice(names)
    return _replaced(claim, name, random.choice(others))


def _replaced(text: str, found: "regex.Match[str]", other: str) -> str:
    return text[: found.start()] + other + text[found.end() :]


def _other_number(number: str, premise: str, random: Random) -> str:
    """Another number of the premise, or the same one with a digit changed."""
    others: list[str] = [found for found in _NUMBER.findall(premise) if found != number]
    if others and random.random() < 0.5:
        return random.choice(others)
    places = [at for at, sign in enumerate(number) if sign.isdigit()]
    at = random.choice(places)
    digit = random.choice([d for d in "123456789" if d != number[at]])
    return number[:at] + digit + number[at + 1 :]
