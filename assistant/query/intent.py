"""Intent of a message: a greeting, a question about the collection, or a question of fact."""

import re
import unicodedata


def _without_marks(text: str) -> str:
    """A text without accents and vowel signs: with them, `مرحبًا` is spelt in many ways."""
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in parts if not unicodedata.category(char).startswith("M"))


_GREETING_WORDS = frozenset(
    _without_marks(
        "hello hi hey good morning afternoon evening day night thanks thank you there very much"
        " many greetings bonjour salut bonsoir coucou merci beaucoup bien bonne journée soirée nuit"
        " hola buenas buenos días tardes noches muy muchas gracias"
        " hallo guten tag morgen abend gute nacht moin danke servus grüß gott vielen schön"
        " ciao salve buongiorno buonasera buonanotte grazie mille"
        " olá ola oi bom boa dia tarde noite muito obrigado obrigada"
        " hoi dag goedemorgen goedemiddag goedenavond bedankt dank je wel"
        " cześć dzień dobry wieczór dziękuję ahoj dobrý den děkuji szia köszönöm"
        " bună ziua mulțumesc hej tack tak hei kiitos"
        " привет здравствуйте здравствуй добрый доброе день утро вечер спасибо большое"
        " привіт вітаю дякую здравейте благодаря"
        " γεια σας σου καλημέρα καλησπέρα ευχαριστώ שלום תודה רבה בוקר טוב"
        " مرحبا أهلا وسهلا السلام عليكم شكرا جزيلا صباح مساء الخير النور"
        " سلام درود صبح بخیر ممنون متشکرم مرسی علیکم شکریہ"
        " नमस्ते नमस्कार धन्यवाद शुक्रिया নমস্কার ধন্যবাদ"
        " merhaba selam teşekkürler teşekkür ederim günaydın iyi günler akşamlar geceler"
        " xin chào cảm ơn halo selamat pagi siang malam terima kasih habari jambo asante sana"
    ).split()
)
_GREETINGS_UNSPACED = frozenset(
    _without_marks(
        "你好 您好 大家好 早 早安 早上好 下午好 晚上好 晚安 谢谢 谢谢你 謝謝 多谢"
        " こんにちは おはよう おはようございます こんばんは ありがとう ありがとうございます"
        " 안녕 안녕하세요 감사합니다 고맙습니다 สวัสดี สวัสดีครับ สวัสดีค่ะ ขอบคุณ ขอบคุณครับ ขอบคุณค่ะ"
    ).split()
)
_MOST_WORDS = 4

# What follows `on` is the topic. Without it, more words ask for something else. What there is, and
# not what one has, asks for facts too: `articles` must be named, or in Spanish a name follow.
_ABOUT_THE_COLLECTION = [
    re.compile(f"¿?(?:{asks})(?P<on> (?:{on}))?(?= |$|[?؟.!])", re.IGNORECASE)
    for asks, on in (
        (
            r"(?:so )?what (?:do you have|have you got)"
            r"|(?:what|which) (?:articles|documents|sources) (?:do you have|are there)"
            r"|(?:list|show)(?: me)?(?: all)?(?: the| your| my)? (?:articles|documents|sources)",
            "on|about",
        ),
        (
            r"qu['’]\s?(?:est-ce que (?:tu as|vous avez)|as-tu|avez-vous)"
            r"|quel(?:le)?s (?:articles|documents|sources) (?:as-tu|avez-vous|y a-t-il)"
            r"|(?:liste|montre)[rz]?(?:-moi)? (?:les|tes|vos|mes) (?:articles|documents|sources)",
            "sur|à propos de",
        ),
        (
            r"qué (?:tienes|tenéis|tiene|hay(?= sobre (?-i:[A-ZÁÉÍÓÚ])))"
            r"|qué (?:artículos|documentos|fuentes) (?:tienes|tenéis|tiene|hay)",
            "sobre",
        ),
        (
            r"was (?:hast du|haben sie)"
            r"|welche (?:artikel|dokumente|quellen) (?:hast du|haben sie|gibt es)",
            "über|zu",
        ),
        (
            r"(?:che )?cosa (?:hai|avete)"
            r"|(?:che|quali) (?:articoli|documenti|fonti) (?:hai|avete|ci sono)",
            "su|sulla|sul|sui",
        ),
        (
            r"o que (?:você |tu )?(?:tem|tens)"
            r"|(?:que|quais) (?:artigos|documentos|fontes) (?:você |tu )?(?:tem|tens|há)",
            "sobre",
        ),
        (r"что у (?:тебя|вас) есть", "о|об|про|по"),
        (r"ماذا لديك|ما (?:هي )?(?:المقالات|الوثائق)(?: التي لديك)?", "عن"),
    )
]


def is_greeting(text: str) -> bool:
    """Whether a message consists of a greeting or thanks only, in any of the common languages."""
    words = re.findall(r"[^\W\d_]+", _without_marks(text))
    if len(words) == 1 and words[0] in _GREETINGS_UNSPACED:
        return True
    return 0 < len(words) <= _MOST_WORDS and all(word in _GREETING_WORDS for word in words)


def topic_asked_about(text: str) -> str | None:
    """The topic of a question about the collection: `Libya` in "What do you have on Libya?".

    Empty where it asks for all there is; None where the question is not about the collection.
    """
    question = text.strip()
    for pattern in _ABOUT_THE_COLLECTION:
        found = pattern.match(question)
        if found:
            topic = question[found.end() :].strip(" ?؟!.:'’«»\"")
            return topic if found["on"] or not topic else None
    return None
