from assistant.verify.grounding import has_numbers

TEXT = (
    "« son bon ami » Al-Sarraj pourrait être mis en difficulté par les 2 500 mercenaires que la"
    " Russie aurait envoyés en Libye, selon la Turquie."
)


def test_an_invented_number_rules_an_answer_out():
    assert not has_numbers("How many?", "About 1,000 mercenaries were sent.", TEXT, "en", "fr")
    assert has_numbers("How many?", "2,500 mercenaries were sent.", TEXT, "en", "fr")


def test_a_number_may_be_from_the_question():
    asked = "What became of the 300 tons?"
    assert has_numbers(asked, "The 300 tons were sold.", "All of it was sold.", "en", "en")


def test_a_number_is_borne_out_in_words_and_half_in_words():
    asked, in_words = "How long was it to last?", "It was to last ninety days."
    assert has_numbers(asked, "Noventa días: 90 días.", in_words, "es", "en")
    assert not has_numbers(asked, "It was to last eighty days.", in_words, "en", "en")
    sunk = "انخفض إلى 190 ألف برميل يوميا"
    assert has_numbers("How far?", "It sank to 190,000 barrels.", sunk, "en", "ar")
    assert not has_numbers("How far?", "It sank to 190 barrels.", sunk, "en", "ar")
