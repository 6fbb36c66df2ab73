"""Texts in the encodings of before Unicode, which no file states."""

import pytest

from ingest.encoding import decode

FRENCH = "Jeudi, le général a déclaré qu’il poursuivait l’offensive à l’été, malgré les appels."
GERMAN = "„Wir gehen nicht zurück“, sagte der Sprecher. Die Bevölkerung hört die Schüsse täglich."
SPANISH = "¿Quién lo hizo? El general rechazó el alto el fuego que pedían Turquía y Rusia."
RUSSIAN = "Хафтар отклонил перемирие. Москва выразила сожаление и призвала стороны к переговорам."
ARABIC = "رفض حفتر وقف إطلاق النار. وأعلن مواصلة القتال حول العاصمة طرابلس."
CHINESE = "哈夫塔尔拒绝停火。他宣布继续战斗，直到民兵离开首都。两国总统上周呼吁停火。"
JAPANESE = "彼は停戦を拒否した。首都での戦闘は続くと報道官は月曜日に述べた。"
KOREAN = "하프타르는 휴전을 거부했다. 그는 민병대가 수도를 떠날 때까지 싸우겠다고 밝혔다."


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
        (f"{FRENCH} {RUSSIAN} {ARABIC} {CHINESE}", "utf-8"),
    ],
)
def test_the_encoding_is_told_by_the_text(text: str, encoding: str):
    written = text.encode(encoding, "replace")
    assert decode(written) == written.decode(encoding)
