"""`Words`: every text of the chat page, in one language."""

from dataclasses import dataclass

from vectorstore.article import LOW_CERTAINTY


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
    add_articles: str
    or_terminal: str
    example_who: str
    example_says: str
    waiting: str
    preparing: str
    searching: str
    loading: str
    reading: str
    checking: str
    phrasing: str
    answered: str
    quoted: str
    not_found: str
    stopped: str
    failed: str
    internal_error: str
    seconds: str
    found: str
    found_none: str
    source_of: str
    open_source: str
    source_empty: str
    article_changed: str
    article_removed: str
    cited_words: str
    page: str
    pages: str
    recognised: str
    recognised_low: str
    page_picture: str
    lines_marked: str
    previous_page: str
    next_page: str
    enlarge_page: str
    page_missing: str
    page_changed: str
    page_elsewhere: str
    page_undrawn: str
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
    drop_files: str
    sending_file: str
    reading_file: str
    reading_page: str
    reading_share: str
    indexing_file: str
    files_added: str
    files_changed: str
    files_unchanged: str
    files_failed: str
    too_many_files: str
    article_count: str
    more_articles: str
    remove_article: str
    remove_sure: str
    given_by: str
    another_reader: str
    history_tab: str
    history_empty: str
    history_full: str
    forget: str
    panel: str
    thanks: str
    slow_down: str
    queue_full: str
    stopping: str
    link: str
    no_quote: str
    translated: str
    translate: str
    translating: str
    not_translated: str
    others_not_translated: str
    all_articles: str
    collection: str
    since: str
    until: str
    source_part: str
    model: str
    any_of_them: str
    reset: str
    only: str
    dropped: str
    unsupported: str
    weaker: str
    username: str
    password: str
    log_in: str
    log_out: str
    login_wrong: str
    login_waits: str
    logins: str
    role: str
    closed_collections: str
    sessions: str
    last_seen: str
    end_sessions: str
    back: str
    one_article: str
    many_articles: str
    decimal_sign: str
    model_names: dict[str, str]
    role_names: dict[str, str]
    language_names: dict[str, str]

    def count_articles(self, count: int) -> str:
        """How many articles there are, in words that fit `welcome_text`."""
        return (self.one_article if count == 1 else self.many_articles).format(count=count)

    def recognised_with(self, certainty: float) -> str:
        """That a text was recognised by OCR, with what certainty, and whether that is low."""
        template = self.recognised_low if certainty < LOW_CERTAINTY else self.recognised
        return template.format(percent=int(certainty * 100))

    def number(self, value: float) -> str:
        """A number with one decimal, written as the language writes it."""
        return f"{value:.1f}".replace(".", self.decimal_sign)

    def language_name(self, code: str) -> str:
        """The name of a language by its ISO 639-1 code; the code itself where it is not known."""
        return self.language_names.get(code, code)
