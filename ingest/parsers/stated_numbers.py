"""Numbers that documents state as text, which may be none, or lie."""

_MOST_DIGITS = 20
"""Python refuses to read numbers of thousands of digits."""


def whole_number(written: str | None, default: int, least: int, most: int) -> int:
    """The whole number that an attribute states, kept between `least` and `most`.

    `default` where it states none.
    """
    if written is None or len(written) > _MOST_DIGITS:
        return default
    try:
        return min(max(int(written), least), most)
    except ValueError:
        return default
