"""What stands where on a web page: its article, and requests for consent or a subscription."""

from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING

import regex

from ingest.chunking.text_size import text_size
from ingest.parsers.html_text import text_of_tree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CONSENT = "a request for consent to cookies; save it after you have answered that"
_PAYWALL = "an offer of a subscription"
_MANAGERS = regex.compile(
    r"(?:^|[\s_-])(?:cookie-?(?:banner|bar|consent|notice|law|policy|popup|wall|modal|dialog)s?"
    r"|consent|gdpr|rgpd|dsgvo|ccpa|cmp(?:box|wrapper)?|onetrust|didomi|usercentrics"
    r"|cookiebot|cybotcookiebot\w*|truste|quantcast|qc-cmp2|sp_message|fc-consent|iubenda|klaro"
    r"|tarteaucitron\w*|borlabs|osano|termly|axeptio|modal|popup|pop-up|overlay|dialog|banner)(?:$|[\s_-])",
    regex.IGNORECASE,
)
_WALLS = regex.compile(
    r"(?:^|[\s_-])(?:pay-?wall|reg-?wall|subscribe-?wall|piano|barrier|subscription)(?:$|[\s_-])",
    regex.IGNORECASE,
)
# Words of consent, in the languages of the web: what it is about, and the label of the button.
_COOKIES = regex.compile(
    r"cookies?|куки|кукі|كوكيز|ملفات تعريف الارتباط|クッキー|쿠키|עוגיות|ciasteczk"
    r"|sušenk|evästeet|çerez",
    regex.IGNORECASE,
)
_ABOUT = regex.compile(
    rf"{_COOKIES.pattern}|privacy|personal data|partners|consent|datenschutz|personenbezogen"
    r"|einwilligung|vie privée|données personnelles|consentement|partenaires|privacidad"
    r"|datos personales|consentimiento|privacidade|dados pessoais|consentimento|dati personali"
    r"|consenso|persoonsgegevens|toestemming|prywatnoś|zgod[aęy]|dane osobowe|integritet"
    r"|personuppgifter|samtycke|samtykke|персональн|конфиденциальн|隐私|隱私|プライバシー|gizlilik",
    regex.IGNORECASE,
)
_ANSWER = regex.compile(
    r"\b(?:accept|agree|allow|reject|got it|consent|accepter|j['’]accepte|tout refuser|autoriser"
    r"|akzept|zustimm|einverstanden|annehmen|ablehnen|acept|rechaz|accett|rifiut|aceit|rejeit"
    r"|akkoord|accepteer|toestaan|weiger|akcept|zgadzam|zaakceptuj|godkänn|tillåt|godta|hyväksy"
    r"|přij|souhlas|elfogad|kabul et|принять|принимаю|соглас|прийняти)"
    r"|同意|接受|同意する|동의|موافق|قبول|אישור|מסכים",
    regex.IGNORECASE,
)
_SUBSCRIBE = regex.compile(
    r"subscri|sign in|log ?in|abonn|s['’]identifier|anmelden|suscri|iniciar sesi|accedi|assin"
    r"|prenumer|logga in|logg inn|подпис|войти|订阅|訂閱|登录|購読|ログイン|구독|اشترك",
    regex.IGNORECASE,
)
_NAMES = ("class", "id", "role")
_NO_NAMES = ("", "", "")
_BUTTONS = ".//button | .//*[@role='button'] | .//input[@type='submit' or @type='button'] | .//a"
_MOST_BUTTONS = 50
_LONGEST_LABEL = 60
_LONGEST_REQUEST = 3000
_SHORT_REQUEST = 600
"""Characters of a request or an offer that is short; in such a request, `cookies` may be all."""
_SENTENCE = 80


def remove_requests(tree: "HtmlElement") -> str | None:
    """Remove what asks for consent or for a subscription; what was found, or None."""
    asked = None
    for element in [*_named(tree, _MANAGERS), *_answered_requests(tree)]:
        if _asks_for_consent(element) and not _may_be_article(element):
            asked = _CONSENT
            element.drop_tree()
    for element in _named(tree, _WALLS):
        text = element.text_content()
        if len(text) <= _SHORT_REQUEST and _SUBSCRIBE.search(text) and not _may_be_article(element):
            asked = asked or _PAYWALL
            element.drop_tree()
    return asked


def holds_article(tree: "HtmlElement", least: int) -> bool:
    """Whether a page has a paragraph of some size, besides its foot."""
    rest = deepcopy(tree)
    for footer in rest.xpath("//footer"):
        footer.drop_tree()
    return any(text_size(block) >= least for block in text_of_tree(rest).split("\n\n"))


def _answered_requests(tree: "HtmlElement") -> list["HtmlElement"]:
    """For each button to accept or refuse, the smallest element around it about consent."""
    labelled = (button for button in tree.xpath(_BUTTONS) if _is_answer(button))
    found = []
    for button in islice(labelled, _MOST_BUTTONS):
        for element in button.iterancestors():
            if _may_be_article(element) or len(element.text_content()) > _LONGEST_REQUEST:
                break
            if _asks_for_consent(element):
                found.append(element)
                break
    return found


def _is_answer(button: "HtmlElement") -> bool:
    label = " ".join((button.get("value") or button.text_content()).split())
    return len(label) <= _LONGEST_LABEL and bool(_ANSWER.search(label))


def _asks_for_consent(element: "HtmlElement") -> bool:
    """Whether an element has words of consent, and so has half of its longer paragraphs."""
    text = element.text_content()
    words = {match[0].lower().rstrip("s") for match in _ABOUT.finditer(text)}
    if len(words) < 2 and (len(text) > _SHORT_REQUEST or not _COOKIES.search(text)):
        return False
    paragraphs = [text for p in element.iter("p") if len(text := p.text_content()) > _SENTENCE]
    return 2 * sum(bool(_ABOUT.search(text)) for text in paragraphs) >= len(paragraphs)


def _named(tree: "HtmlElement", names: "regex.Pattern[str]") -> list["HtmlElement"]:
    """The elements with such a class, id or role."""
    named = tree.xpath("//body//*[@class or @id or @role]")
    return [e for e in named if names.search(" ".join(map(str, map(e.get, _NAMES, _NO_NAMES))))]


def _may_be_article(element: "HtmlElement") -> bool:
    """Whether an element is too much of a page to be a request on it."""
    if element.getparent() is None or element.xpath("boolean(ancestor::article)"):
        return True
    parts = element.xpath("descendant-or-self::*[self::h1 or self::article or self::main]")
    return bool(element.tag == "body" or parts) and not _is_request_alone(element)


def _is_request_alone(element: "HtmlElement") -> bool:
    """Whether an element has an answer, and all its headings and paragraphs are about consent."""
    paragraphs = [text for p in element.iter("p") if len(text := p.text_content()) > _SENTENCE]
    texts = [*paragraphs, *(heading.text_content() for heading in element.iter("h1"))]
    is_short = len(element.text_content()) <= _LONGEST_REQUEST
    is_about = bool(paragraphs) and is_short and all(map(_ABOUT.search, texts))
    return is_about and any(map(_is_answer, element.xpath(_BUTTONS)))


def mark_article(tree: "HtmlElement") -> None:
    """Where most paragraphs of a page stand in one element, mark that as its `<article>`.

    Trafilatura keeps the lists of an article that is named so, and leaves out those of other ones.
    """
    if next(tree.iter("article"), None) is not None:
        return
    sizes: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None:
            sizes[parent] = sizes.get(parent, 0) + len(paragraph.text_content())
    parent = max(sizes, key=lambda element: sizes[element], default=None)
    if parent is None or 2 * sizes[parent] <= sum(sizes.values()):
        return
    parent = _with_heading(parent)
    article = parent.makeelement("article")
    article.extend(list(parent))
    parent.append(article)
    if parent.tag not in ("html", "body", "main"):
        parent.tag, parent.attrib["class"] = "div", ""  # it is not the margin that it is called


def _with_heading(element: "HtmlElement") -> "HtmlElement":
    """The smallest element around this one with a heading, or itself if that is the whole page."""
    for around in (element, *element.iterancestors()):
        if around.tag in ("html", "body"):
            break
        if next(around.iter("h1"), None) is not None:
            return around
    return element


def keep_times_and_lines(tree: "HtmlElement") -> None:
    """Keep the dates in sentences and the lines of `<pre>`, which trafilatura does not."""
    for time in tree.xpath("//p//time | //li//time | //td//time"):
        time.drop_tag()
    for block in tree.xpath("//pre[not(.//code)]"):
        code = block.makeelement("code")
        code.text, block.text = block.text, None
        code.extend(list(block))
        block.append(code)
