import pytest

from ingest import sample_article_path
from ingest.metadata.language import detect_language


def test_the_sample_is_french():
    assert detect_language(sample_article_path().read_text("utf-8")) == "fr"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The general rejected the ceasefire that both powers had called for last week."),
        ("es", "El general rechazó el alto el fuego que ambas potencias habían pedido."),
        ("de", "Der General lehnte die Waffenruhe ab, die beide Mächte gefordert hatten."),
        ("ar", "رفض الجنرال وقف إطلاق النار الذي دعت إليه القوتان الأسبوع الماضي."),
        ("ru", "Генерал отклонил перемирие, к которому на прошлой неделе призвали обе державы."),
        ("zh", "将军拒绝了两个大国上周呼吁的停火协议，并宣布继续进攻首都。"),
    ],
)
def test_languages_are_told_apart(language: str, text: str):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "12 345 678", "x = 3", "O O O"])
def test_no_language_is_made_up(text: str):
    assert detect_language(text) is None


def test_a_title_in_another_language_does_not_decide():
    article = "Le général a rejeté le cessez-le-feu demandé par les deux puissances. " * 60
    assert detect_language("Skip to main content. Home. About us. Sign in.\n" + article) == "fr"
