"""Texts in the encodings of before Unicode, which no file states."""

import pytest

from ingest.errors import UnreadableSource
from ingest.parsers.encoding import decode, decode_as

FRENCH = "Jeudi, le général a déclaré qu’il poursuivait l’offensive à l’été, malgré les appels."
GERMAN = "„Wir gehen nicht zurück“, sagte der Sprecher. Die Bevölkerung hört die Schüsse täglich."
SPANISH = "¿Quién lo hizo? El general rechazó el alto el fuego que pedían Turquía y Rusia."
RUSSIAN = "Хафтар отклонил перемирие. Москва выразила сожаление и призвала стороны к переговорам."
ARABIC = "رفض حفتر وقف إطلاق النار. وأعلن مواصلة القتال حول العاصمة طرابلس."
CHINESE = "哈夫塔尔拒绝停火。他宣布继续战斗，直到民兵离开首都。两国总统上周呼吁停火。"
JAPANESE = "彼は停戦を拒否した。首都での戦闘は続くと報道官は月曜日に述べた。"
KOREAN = "하프타르는 휴전을 거부했다. 그는 민병대가 수도를 떠날 때까지 싸우겠다고 밝혔다."
POLISH = "Burmistrz ogłosił, że nowy most zostanie otwarty w maju, a nie w środę."
HEBREW = "ראש העיר הודיע כי הגשר החדש ייפתח במאי 2026."
GREEK = "Ο δήμαρχος ανακοίνωσε ότι η νέα γέφυρα θα ανοίξει τον Μάιο."
TURKISH = "Belediye başkanı yeni köprünün Mayıs ayında açılacağını söyledi."
THAI = "นายกเทศมนตรีประกาศว่าสะพานใหม่จะเปิดในเดือนพฤษภาคม"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "utf-16"),
        (GERMAN, "cp1252"),
        (SPANISH, "cp1252"),
        (SPANISH, "mac_roman"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16-le"),
        (ARABIC, "cp1256"),
        (ARABIC, "iso-8859-6"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (HEBREW, "cp1255"),
        (GREEK, "cp1253"),
        (TURKISH, "cp1254"),
        (THAI, "cp874"),
        (JAPANESE, "iso2022_jp"),
        *((text, "utf-16-le") for text in (FRENCH, CHINESE, JAPANESE, KOREAN, THAI, ARABIC)),
        *((text, "utf-16-be") for text in (FRENCH, CHINESE, JAPANESE, KOREAN, THAI, ARABIC)),
        *((text, "utf-32-le") for text in (FRENCH, CHINESE, HEBREW)),
        (f"{FRENCH} {RUSSIAN} {ARABIC} {CHINESE}", "utf-8"),
    ],
)
def test_the_encoding_is_told_by_the_text(text: str, encoding: str):
    written = text.encode(encoding, "replace")
    assert decode(written) == written.decode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le café", "cp1252"),
        ("„Wir gehen“", "cp1252"),
        ("„Wir gehen", "cp1252"),
        ("¿Quién lo hizo?", "cp1252"),
        ("« Nous partons demain. »", "cp1252"),
        ("Hi.", "utf-16-le"),
        ("市长宣布新桥开放。", "utf-16-le"),
        ("Цена выросла вдвое", "cp1251"),
        ("Цена выросла вдвое", "koi8-r"),
        ("价格上涨了三成。", "gb18030"),
        ("價格上漲了三成。", "big5"),
        ("가격이 올랐다.", "cp949"),
    ],
)
def test_a_line_is_enough(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("stray", ["\x07", "\x1c\x1d", "\x00"])
def test_a_control_character_makes_no_text_wide(stray: str):
    for text, encoding in ((FRENCH, "cp1252"), (FRENCH, "utf-8"), (CHINESE, "gb18030")):
        assert decode(f"{text} {text}{stray} {text}".encode(encoding)).startswith(text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("测试", "gbk"),
        ("測試", "big5"),
        ("試験", "shift_jis"),
        ("시험", "cp949"),
        ("Тест", "cp1251"),
    ],
)
def test_a_text_too_short_to_tell_its_encoding_is_named_so(text: str, encoding: str):
    with pytest.raises(UnreadableSource, match=r"too short to tell its encoding; save it as UTF-8"):
        decode(text.encode(encoding))
    assert decode(text.encode("utf-8")) == text


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        *((label, "cp1252") for label in ("iso-8859-1", "ISO_8859-1", "latin1", "us-ascii")),
        *(("windows-1252", "cp1252"), ("iso-8859-15", "iso-8859-15"), ("utf-8", "utf-8")),
        *(("iso-8859-9", "cp1254"), ("no-such-thing", "utf-8"), ("iso-8859-1", "utf-8")),
    ],
)
def test_the_encoding_that_a_page_states_is_read_as_browsers_read_it(label: str, encoding: str):
    text = "L’œuvre – « été »"
    if encoding == "iso-8859-15":
        text = text.replace("’", "'").replace("–", "-")
    if (label, encoding) == ("iso-8859-1", "utf-8"):
        text += " à l”heure"  # a byte of ” is no letter of Windows: what is stated is wrong
    assert decode_as(label, text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("gb2312", "gb18030", "朱镕基说，停火是必要的。"),
        ("shift_jis", "cp932", "①停戦を拒否した。"),
        ("euc-kr", "cp949", "똠방각하는 휴전을 거부했다."),
    ],
)
def test_so_is_one_of_east_asia(label: str, encoding: str, text: str):
    assert decode_as(label, text.encode(encoding)) == text
