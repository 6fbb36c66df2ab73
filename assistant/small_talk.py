"""Tells greetings, and questions about the collection itself, from questions to be answered."""

import re

_GREETING_WORDS = frozenset(
    "hello hi hey good morning afternoon evening day thanks thank you there"
    " bonjour salut bonsoir coucou merci beaucoup"
    " hola buenas buenos días dias tardes noches gracias"
    " hallo guten tag morgen abend moin danke servus grüß gott"
    " ciao salve buongiorno buonasera grazie"
    " olá ola oi bom boa dia tarde noite obrigado obrigada"
    " hoi dag goedemorgen goedemiddag bedankt dank je"
    " cześć dzień dobry dziękuję"
    " привет здравствуйте здравствуй добрый день спасибо"
    " مرحبا أهلا اهلا السلام عليكم شكرا صباح الخير"
    " merhaba selam teşekkürler günaydın iyi günler".split()
)
_GREETINGS_UNSPACED = frozenset(
    "你好 您好 谢谢 こんにちは ありがとう 안녕하세요 감사합니다".split()
)
_MOST_WORDS = 4

# What follows `on` is the topic. Without it, more words ask for something else.
_ABOUT_THE_COLLECTION = [
    re.compile(f"¿?(?:{asks})(?P<on> (?:{on}))?(?= |$|[?؟.!])", re.IGNORECASE)
    for asks, on in (
        (
            r"(?:so )?what (?:do you have|have you got|is there)"
            r"|(?:what|which) (?:articles|documents|sources) (?:do you have|are there)"
            r"|(?:list|show)(?: me)?(?: all)?(?: the| your| my)? (?:articles|documents|sources)",
            "on|about",
        ),
        (
            r"qu['’]\s?(?:est-ce que (?:tu as|vous avez)|as-tu|avez-vous|y a-t-il)"
            r"|quel(?:le)?s (?:articles|documents|sources) (?:as-tu|avez-vous|y a-t-il)"
            r"|(?:liste|montre)[rz]?(?:-moi)? (?:les|tes|vos|mes) (?:articles|documents|sources)",
            "sur|à propos de",
        ),
        (r"qué (?:artículos |documentos |fuentes )?(?:tienes|tenéis|tiene|hay)", "sobre"),
        (r"(?:was|welche (?:artikel|dokumente|quellen)) (?:hast du|haben sie|gibt es)", "über|zu"),
        (r"(?:che )?cosa (?:hai|avete|c['’]è)", "su|sulla|sul|sui"),
        (r"o que (?:você |tu )?(?:tem|tens|há)", "sobre"),
        (r"что у (?:тебя|вас) есть", "о|об|про|по"),
        (r"ماذا لديك|ما (?:هي )?(?:المقالات|الوثائق)(?: التي لديك)?", "عن"),
    )
]


def is_greeting(text: str) -> bool:
    """Whether a message is only a greeting or thanks, in any of the common languages."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) == 1 and words[0] in _GREETINGS_UNSPACED:
        return True
    return 0 < len(words) <= _MOST_WORDS and all(word in _GREETING_WORDS for word in words)


def topic_asked_about(text: str) -> str | None:
    """What a question about the collection asks for: `Libya` in "What do you have on Libya?".

    Empty where it asks for all there is; None where the question is not about the collection.
    """
    question = text.strip()
    for pattern in _ABOUT_THE_COLLECTION:
        found = pattern.match(question)
        if found:
            topic = question[found.end() :].strip(" ?؟!.:'’«»\"")
            return topic if found["on"] or not topic else None
    return None
