"""Lines that are wrapped and lines that end: where one paragraph is told from the next."""

import pytest

from ingest.chunking.blocks import split_blocks
from ingest.parsers.lines import unwrap

CHINESE = (
    "哈夫塔尔将军星期四晚上宣布拒绝土耳其和俄罗斯两国总统上周共同呼吁的停火协议，"
    "并表示他的军队将继续进攻首都，直到所有的民兵都离开那里为止。两国总统对此表示遗憾，"
    "认为谈判是解决这场冲突的唯一办法，并再次呼吁双方回到谈判桌前，停止一切敌对行动。"
)
JAPANESE = (
    "ハフタル将軍は木曜日の夜、トルコとロシアの両大統領が先週呼びかけた停戦を拒否すると発表し、"
    "すべての民兵が首都を離れるまで攻撃を続けると述べた。両大統領は遺憾の意を表し、"
    "交渉こそがこの紛争を解決する唯一の方法であるとして、双方に改めて交渉を呼びかけた。"
)
KOREAN = (
    "하프타르 장군은 목요일 저녁 터키와 러시아의 두 대통령이 지난주 함께 호소한\n"
    "휴전을 거부한다고 발표하고 모든 민병대가 수도를 떠날 때까지 공격을 계속하겠다고\n"
    "말했다."
)


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize("text", [CHINESE, JAPANESE])
@pytest.mark.parametrize("width", [25, 38, 40, 45])
def test_wrapped_chinese_and_japanese_is_joined_without_spaces(text: str, width: int):
    assert unwrap(wrapped(text, width)) == text


def test_a_mark_may_hang_over_the_edge():
    """The comma after the first line would begin the second, and so is the 39th character."""
    cut = CHINESE.index("，") + 1
    lines = [CHINESE[:cut], *wrapped(CHINESE[cut:], cut - 1).split("\n")]
    assert max(map(len, lines)) == len(lines[0]) > len(lines[1])
    assert unwrap("\n".join(lines)) == CHINESE


def test_a_break_between_chinese_and_latin_letters_is_a_space():
    latin = "Python 写了一个程序，然后在会议上向大家展示了它的结果，大家很满意。"
    assert unwrap(f"{CHINESE[:36]}\n{latin}") == f"{CHINESE[:36]} {latin}"


def test_korean_keeps_its_spaces():
    assert unwrap(KOREAN) == KOREAN.replace("\n", " ")


def test_a_short_chinese_line_over_a_long_one_is_a_block_of_its_own():
    text = f"将军拒绝停火协议\n{wrapped(CHINESE, 40)}"
    title, prose = split_blocks(text)
    assert text[title.start : title.end] == "将军拒绝停火协议"
    assert title.is_heading
    assert not prose.is_heading


def test_a_short_last_line_ends_a_chinese_paragraph():
    text = f"{CHINESE[:40]}\n{CHINESE[40:60]}。\n{wrapped(CHINESE, 40)}"
    assert len(split_blocks(text)) == 2


def test_each_row_of_a_table_is_a_block_of_its_own():
    row = "Town: Saint-Arnel | Calls in 2023: 321 | Injured: 3 | Note: by {}"
    lines = [row.format(who) for who in ("the fire brigade", "a neighbour", "nobody", "us")]
    text = "\n".join(lines)
    assert [text[block.start : block.end] for block in split_blocks(text)] == lines
