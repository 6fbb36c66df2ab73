"""Messages of Citera itself to the reader of an answer, by language."""

from assistant.query.scope import Scope
from assistant.stages import Choice

NOT_FOUND_TEXTS = {
    "ar": "المقالات لا تجيب عن هذا السؤال.",
    "bg": "Статиите не отговарят на този въпрос.",
    "cs": "Články na tuto otázku neodpovídají.",
    "da": "Artiklerne besvarer ikke dette spørgsmål.",
    "de": "Die Artikel beantworten diese Frage nicht.",
    "el": "Τα άρθρα δεν απαντούν σε αυτή την ερώτηση.",
    "en": "The articles do not answer this question.",
    "es": "Los artículos no responden a esta pregunta.",
    "fa": "مقاله‌ها به این پرسش پاسخ نمی‌دهند.",
    "fi": "Artikkelit eivät vastaa tähän kysymykseen.",
    "fr": "Les articles ne répondent pas à cette question.",
    "he": "המאמרים אינם עונים על שאלה זו.",
    "hi": "लेख इस प्रश्न का उत्तर नहीं देते।",
    "hu": "A cikkek nem válaszolnak erre a kérdésre.",
    "id": "Artikel-artikel ini tidak menjawab pertanyaan ini.",
    "it": "Gli articoli non rispondono a questa domanda.",
    "ja": "記事にはこの質問への答えがありません。",
    "ko": "기사에는 이 질문에 대한 답이 없습니다.",
    "nl": "De artikelen beantwoorden deze vraag niet.",
    "pl": "Artykuły nie odpowiadają na to pytanie.",
    "pt": "Os artigos não respondem a esta pergunta.",
    "ro": "Articolele nu răspund la această întrebare.",
    "ru": "В статьях нет ответа на этот вопрос.",
    "sv": "Artiklarna besvarar inte den frågan.",
    "th": "บทความไม่ได้ตอบคำถามนี้",
    "tr": "Makaleler bu soruyu yanıtlamıyor.",
    "uk": "У статтях немає відповіді на це запитання.",
    "vi": "Các bài viết không trả lời câu hỏi này.",
    "zh": "这些文章没有回答这个问题。",
}

_MODEL_MISSING = {
    "ar": "نموذج المحادثة المحلي غير مثبّت، لذلك تُقتبس المقالات. للتثبيت: {install}",
    "de": "Das lokale Chatmodell ist nicht installiert, daher werden die Artikel zitiert."
    " Installieren: {install}",
    "en": "The local chat model is not installed, so the articles are quoted. Install it with:"
    " {install}",
    "es": "El modelo de chat local no está instalado, así que se citan los artículos. Para"
    " instalarlo: {install}",
    "fr": "Le modèle de conversation local n’est pas installé : les articles sont cités tels"
    " quels. Pour l’installer : {install}",
}
_INSTALL = "make setup"

_GREETINGS = {
    "ar": "مرحبا! اسألني عن مقالاتك، وسأجيب مع ذكر المقطع الذي يثبت كل جملة.",
    "de": "Guten Tag! Fragen Sie etwas zu Ihren Artikeln: jeder Satz der Antwort nennt die Stelle,"
    " die ihn belegt.",
    "en": "Hello! Ask a question about your articles: each sentence of the answer comes with the"
    " passage that proves it.",
    "es": "¡Hola! Haga una pregunta sobre sus artículos: cada frase de la respuesta indica el"
    " pasaje que la prueba.",
    "fr": "Bonjour ! Posez une question sur vos articles : chaque phrase de la réponse indique le"
    " passage qui la prouve.",
    "it": "Buongiorno! Faccia una domanda sui suoi articoli: ogni frase della risposta indica il"
    " passo che la prova.",
    "pt": "Olá! Faça uma pergunta sobre os seus artigos: cada frase da resposta indica a passagem"
    " que a prova.",
    "ru": "Здравствуйте! Задайте вопрос о ваших статьях: каждое предложение ответа указывает"
    " место, которое его подтверждает.",
    "zh": "您好！请就您的文章提问：回答的每一句都会标出证明它的段落。",
}

_ACCORDING_TO = {
    "ar": "بحسب {article}: {text}",
    "de": "Laut {article}: {text}",
    "en": "According to {article}: {text}",
    "es": "Según {article}: {text}",
    "fr": "Selon {article} : {text}",
    "it": "Secondo {article}: {text}",
    "pt": "Segundo {article}: {text}",
    "ru": "По данным {article}: {text}",
    "zh": "据{article}：{text}",
}

_ARTICLES_DIFFER = {
    "ar": "المقالات لا تتفق في هذا الأمر.",
    "de": "Die Artikel sagen dazu nicht dasselbe.",
    "en": "The articles do not agree on this.",
    "es": "Los artículos no coinciden en esto.",
    "fr": "Les articles ne concordent pas sur ce point.",
    "it": "Gli articoli non concordano su questo punto.",
    "pt": "Os artigos não concordam neste ponto.",
    "ru": "Статьи в этом расходятся.",
    "zh": "这些文章对此说法不一。",
}

_QUOTED_INSTEAD = {
    "ar": "هذه كلمات المقالات نفسها: لم يكن النموذج واثقًا بما يكفي من صياغته.",
    "de": "Dies sind die Worte der Artikel: Die Fassung des Modells war nicht sicher genug.",
    "en": "These are the articles' own words: the model's wording was not sure enough.",
    "es": "Son las palabras de los artículos: la redacción del modelo no era bastante segura.",
    "fr": "Ce sont les mots des articles : la formulation du modèle n’était pas assez sûre.",
    "it": "Sono le parole degli articoli: la formulazione del modello non era abbastanza sicura.",
    "pt": "São as palavras dos artigos: a formulação do modelo não era segura o bastante.",
    "ru": "Это слова самих статей: формулировка модели была недостаточно надёжной.",
    "zh": "以下为文章原文：模型自己的表述不够可靠。",
}

_TRANSLATED = {
    "ar": "بين قوسين: ترجمة النموذج، للمساعدة على القراءة.",
    "de": "In Klammern: eine Übersetzung des Modells, als Lesehilfe.",
    "en": "In brackets: the model's translation, to help reading.",
    "es": "Entre paréntesis: la traducción del modelo, como ayuda para leer.",
    "fr": "Entre parenthèses : une traduction du modèle, pour aider à lire.",
    "it": "Tra parentesi: una traduzione del modello, per aiutare a leggere.",
    "pt": "Entre parênteses: uma tradução do modelo, para ajudar a ler.",
    "ru": "В скобках: перевод модели, в помощь при чтении.",
    "zh": "括号内为模型的译文，供阅读参考。",
}

_BEYOND_PASSAGES = {
    Scope.COUNT: {
        "ar": "لا يعدّ Citera: هذه المقاطع الأقرب إلى السؤال، وليست عددًا من كل المقالات.",
        "de": "Gezählt wird nicht: Dies sind die passendsten Stellen, keine Zahl aus allen"
        " Artikeln.",
        "en": "Citera does not count: these are the closest passages, not a figure for all"
        " articles.",
        "es": "Citera no cuenta: estos son los pasajes más cercanos, no una cifra de todos los"
        " artículos.",
        "fr": "Citera ne compte pas : voici les passages les plus proches, non un chiffre tiré de"
        " tous les articles.",
        "it": "Citera non conta: questi sono i passi più vicini, non una cifra su tutti gli"
        " articoli.",
        "pt": "O Citera não conta: estas são as passagens mais próximas, não um número de todos os"
        " artigos.",
        "ru": "Citera не считает: это самые близкие отрывки, а не число по всем статьям.",
        "zh": "Citera 不做统计：以下是最接近的段落，而非所有文章的数字。",
    },
    Scope.SUMMARY: {
        "ar": "هذه ليست خلاصة، بل أقرب المقاطع إلى السؤال؛ قد ينقصها ما هو مهم.",
        "de": "Dies ist keine Zusammenfassung: Es sind die passendsten Stellen, Wichtiges kann"
        " fehlen.",
        "en": "This is not a summary: these are the closest passages, and what matters may be"
        " missing.",
        "es": "Esto no es un resumen: son los pasajes más cercanos, y puede faltar lo importante.",
        "fr": "Ceci n’est pas un résumé : ce sont les passages les plus proches, l’essentiel peut"
        " manquer.",
        "it": "Questo non è un riassunto: sono i passi più vicini, e può mancare l’essenziale.",
        "pt": "Isto não é um resumo: são as passagens mais próximas, e pode faltar o essencial.",
        "ru": "Это не краткое изложение, а самые близкие отрывки; важного может не хватать.",
        "zh": "这不是摘要：以下只是最接近的段落，可能缺少重要内容。",
    },
    Scope.LATEST: {
        "ar": "هذا من أحدث المقالات التي وُجدت ({date})؛ وقد توجد مقالات أحدث.",
        "de": "Aus dem neuesten der gefundenen Artikel ({date}); es kann neuere geben.",
        "en": "From the newest of the articles found ({date}); there may be newer ones.",
        "es": "Del más reciente de los artículos encontrados ({date}); puede haber otros más"
        " nuevos.",
        "fr": "Du plus récent des articles trouvés ({date}) ; il peut y en avoir de plus récents.",
        "it": "Dal più recente degli articoli trovati ({date}); potrebbero essercene di più nuovi.",
        "pt": "Do mais recente dos artigos encontrados ({date}); pode haver outros mais novos.",
        "ru": "Из самой новой из найденных статей ({date}); могут быть и более новые.",
        "zh": "出自所找到的最新文章（{date}）；可能还有更新的。",
    },
}

_PART_NOT_FOUND = {
    "ar": "المقالات لا تجيب عن: {part}",
    "de": "Nicht beantwortet wird in den Artikeln: {part}",
    "en": "The articles do not answer: {part}",
    "es": "Los artículos no responden a: {part}",
    "fr": "Les articles ne répondent pas à ceci : {part}",
    "it": "Gli articoli non rispondono a: {part}",
    "pt": "Os artigos não respondem a: {part}",
    "ru": "В статьях нет ответа на вопрос: {part}",
    "zh": "这些文章没有回答：{part}",
}


def not_found_text(language: str) -> str:
    """The plain statement that the articles do not say, in a language by its ISO 639-1 code."""
    return _in(NOT_FOUND_TEXTS, language)


def model_missing(language: str) -> str:
    """That there is no local model, what was done instead, and how to install one."""
    return _in(_MODEL_MISSING, language).format(install=_INSTALL)


def greeting(language: str) -> str:
    """The reply to a greeting."""
    return _in(_GREETINGS, language)


def according_to(language: str, title: str, date: str | None, text: str) -> str:
    """What an article says, by its title and date."""
    article = f"{title} ({date})" if date else title
    return _in(_ACCORDING_TO, language).format(article=article, text=text)


def articles_differ(language: str) -> str:
    """That articles contradict each other."""
    return _in(_ARTICLES_DIFFER, language)


def quotation_remark(choice: Choice, language: str) -> str | None:
    """What the reader should know where nothing but quotations could be given."""
    if not choice.chosen or not all(claim.quoted for claim in choice.chosen):
        return None
    return _in(_QUOTED_INSTEAD, language)


def translated_remark(remark: str | None, language: str) -> str:
    """A remark on an answer, and that what stands in brackets is a model's translation."""
    told = _in(_TRANSLATED, language)
    return told if remark is None else remark if told in remark else f"{remark} {told}"


def beyond_passages(language: str, scope: Scope, date: str | None = None) -> str | None:
    """What an answer from passages is not, where the question asks for more than these.

    `date` is that of the newest article; without one, nothing can be said of the latest.
    """
    if scope is Scope.PASSAGE or (scope is Scope.LATEST and date is None):
        return None
    return _in(_BEYOND_PASSAGES[scope], language).format(date=date)


def part_not_found(language: str, part: str) -> str:
    """That the articles do not answer a part of the question."""
    return _in(_PART_NOT_FOUND, language).format(part=part)


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language, texts["en"])
