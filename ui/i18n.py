"""The words of the chat page in each interface language: one table, and the choice by browser."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Words:
    """Every text of the page, in one language; `{…}` stands for what is filled in."""

    code: str
    tagline: str
    ask: str
    ask_label: str
    ask_placeholder: str
    stop: str
    new: str
    source_tab: str
    articles_tab: str
    welcome: str
    welcome_text: str
    examples: str
    empty_store: str
    empty_store_text: str
    example_who: str
    example_says: str
    searching: str
    reading: str
    checking: str
    answered: str
    not_found: str
    stopped: str
    failed: str
    seconds: str
    found: str
    found_none: str
    source_of: str
    open_source: str
    source_empty: str
    cited_words: str
    page: str
    language: str
    open_original: str
    close: str
    copy: str
    copied: str
    retry: str
    edit: str
    good: str
    bad: str
    export: str
    comment: str
    history_tab: str
    history_empty: str
    forget: str
    panel: str
    thanks: str
    busy: str
    no_quote: str
    one_article: str
    many_articles: str
    decimal_sign: str
    language_names: dict[str, str]

    def count_articles(self, count: int) -> str:
        """How many articles there are, in words that fit `welcome_text`."""
        return (self.one_article if count == 1 else self.many_articles).format(count=count)

    def number(self, value: float) -> str:
        """A number with one decimal, written as the language writes it."""
        return f"{value:.1f}".replace(".", self.decimal_sign)

    def language_name(self, code: str) -> str:
        """The name of a language by its ISO 639-1 code; the code itself where it is not known."""
        return self.language_names.get(code, code)


ENGLISH = Words(
    code="en",
    tagline="Answers from your articles, with the passage that proves each sentence",
    ask="Ask",
    ask_label="Your question",
    ask_placeholder="Ask your articles a question…",
    stop="Stop",
    new="New conversation",
    source_tab="Source",
    articles_tab="Articles",
    welcome="What would you like to know?",
    welcome_text="Citera answers only from the {articles} you gave it. Each sentence carries a"
    " number: click it to see the words that prove it.",
    examples="For example",
    empty_store="There is nothing to read yet",
    empty_store_text="Citera answers from the articles you give it. Add some on the right, under"
    " Articles, or from a terminal:",
    example_who="Who is {name}?",
    example_says="What is said of {name}?",
    searching="Searching the articles",
    reading="Reading the passages",
    checking="Writing and checking against the sources",
    answered="Checked against the sources",
    not_found="The articles do not say",
    stopped="Stopped: this answer was not checked against the sources",
    failed="This question could not be answered",
    seconds="{seconds} s",
    found="Passages found",
    found_none="No passage found",
    source_of="Source {number}: {title}",
    open_source="Open source {number}: {title}",
    source_empty="The article behind an answer appears here, with the words that prove it marked.",
    cited_words="Cited words, source {number}",
    page="page {page}",
    language="Language",
    open_original="Original",
    close="Close the source",
    copy="Copy",
    copied="Copied",
    retry="Ask again",
    edit="Edit the question",
    good="Good answer",
    bad="Poor answer",
    export="Save as Markdown",
    comment="Say what was good or wrong, then press Enter",
    history_tab="History",
    history_empty="Your conversations are kept in this browser, and listed here.",
    forget="Forget this conversation",
    panel="Sources and articles",
    thanks="Thank you, noted.",
    busy="Too many questions are waiting. Please try again in a moment.",
    no_quote="No source proves this sentence",
    one_article="article",
    many_articles="{count} articles",
    decimal_sign=".",
    language_names={
        "ar": "Arabic",
        "de": "German",
        "en": "English",
        "es": "Spanish",
        "fr": "French",
        "it": "Italian",
        "nl": "Dutch",
        "pl": "Polish",
        "pt": "Portuguese",
        "ru": "Russian",
        "tr": "Turkish",
        "zh": "Chinese",
    },
)

FRENCH = Words(
    code="fr",
    tagline="Des réponses tirées de vos articles, avec le passage qui prouve chaque phrase",
    ask="Demander",
    ask_label="Votre question",
    ask_placeholder="Posez une question à vos articles…",
    stop="Arrêter",
    new="Nouvelle conversation",
    source_tab="Source",
    articles_tab="Articles",
    welcome="Que voulez-vous savoir ?",
    welcome_text="Citera ne répond qu’à partir {articles} que vous lui avez confiés. Chaque phrase"
    " porte un numéro : cliquez dessus pour voir les mots qui la prouvent.",
    examples="Par exemple",
    empty_store="Il n’y a encore rien à lire",
    empty_store_text="Citera répond à partir des articles que vous lui confiez. Ajoutez-en à"
    " droite, sous Articles, ou depuis un terminal :",
    example_who="Qui est {name} ?",
    example_says="Que dit-on de {name} ?",
    searching="Recherche dans les articles",
    reading="Lecture des passages",
    checking="Rédaction et vérification avec les sources",
    answered="Vérifié avec les sources",
    not_found="Les articles ne le disent pas",
    stopped="Arrêté : cette réponse n’a pas été vérifiée avec les sources",
    failed="Cette question n’a pas pu recevoir de réponse",
    seconds="{seconds} s",
    found="Passages trouvés",
    found_none="Aucun passage trouvé",
    source_of="Source {number} : {title}",
    open_source="Ouvrir la source {number} : {title}",
    source_empty="L’article d’où vient une réponse s’affiche ici, les mots qui la prouvent"
    " surlignés.",
    cited_words="Mots cités, source {number}",
    page="page {page}",
    language="Langue",
    open_original="Original",
    close="Fermer la source",
    copy="Copier",
    copied="Copié",
    retry="Reposer la question",
    edit="Modifier la question",
    good="Bonne réponse",
    bad="Mauvaise réponse",
    export="Enregistrer en Markdown",
    comment="Dites ce qui va ou ne va pas, puis appuyez sur Entrée",
    history_tab="Historique",
    history_empty="Vos conversations sont gardées dans ce navigateur, et listées ici.",
    forget="Oublier cette conversation",
    panel="Sources et articles",
    thanks="Merci, c’est noté.",
    busy="Trop de questions attendent. Réessayez dans un instant.",
    no_quote="Aucune source ne prouve cette phrase",
    one_article="de l’article",
    many_articles="des {count} articles",
    decimal_sign=",",
    language_names={
        "ar": "arabe",
        "de": "allemand",
        "en": "anglais",
        "es": "espagnol",
        "fr": "français",
        "it": "italien",
        "nl": "néerlandais",
        "pl": "polonais",
        "pt": "portugais",
        "ru": "russe",
        "tr": "turc",
        "zh": "chinois",
    },
)

LANGUAGES = {words.code: words for words in (ENGLISH, FRENCH)}


def words_for(accept_language: str | None) -> Words:
    """The interface language of a browser, from its `Accept-Language` header; else English.

    Browsers list languages in the reader's order of preference, so the first known one is taken.
    """
    for item in (accept_language or "").split(","):
        code = item.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return LANGUAGES[code]
    return ENGLISH


def as_dict(words: Words) -> dict[str, str]:
    """The texts by name, as Gradio's translation mechanism takes them."""
    texts = ((field.name, getattr(words, field.name)) for field in fields(words))
    return {name: text for name, text in texts if isinstance(text, str)}
