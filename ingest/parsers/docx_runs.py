"""The visible text of a Word paragraph: as it is shown with all tracked changes accepted."""

from collections.abc import Iterable, Iterator
from typing import Any

from ingest.parsers.packages import local_name

Element = Any
"""An element of lxml; python-docx gives some of them a class of their own."""

OFF = ("0", "false", "off")
"""How a property says that it does not hold; stated without a value, it does."""

_NOT_SHOWN = {"del", "moveFrom", "rPr", "pPr", "sdtPr", "rt", "instrText", "delText"}
_WRITTEN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def attribute(element: Element, name: str) -> str | None:
    """An attribute in the namespace of the element itself, which is Word's; a comment has none."""
    if not isinstance(element.tag, str):
        return None
    value: str | None = element.get(f"{element.tag.rpartition('}')[0]}}}{name}")
    return value


def visible_text(paragraph: Element) -> str:
    """The text of a paragraph without what is deleted, hidden or in a text box."""
    return "".join(_written(node) for node in shown(paragraph))


def shown(element: Iterable[Element]) -> Iterator[Element]:
    """The descendants that are shown, in order, without those of text boxes."""
    for child in element:
        name = local_name(child)
        if name in _NOT_SHOWN or (name == "r" and _is_hidden(child)):
            continue
        yield child
        if name == "AlternateContent":
            yield from shown(_alternative(child))
        elif name != "txbxContent":
            yield from shown(child)


def _alternative(element: Element) -> Iterable[Element]:
    """The first version with text, of those of one content for newer and older programs."""
    for version in element:
        if any(local_name(node) == "t" for node in version.iter()):
            return list(version)
    return ()


def _is_hidden(run: Element) -> bool:
    hidden = run.find("{*}rPr/{*}vanish")
    return hidden is not None and attribute(hidden, "val") not in OFF


def _written(node: Element) -> str:
    name = local_name(node)
    if name == "t":
        return node.text or ""
    if name == "br":
        return "" if attribute(node, "type") in ("page", "column") else "\n"
    return _WRITTEN.get(name, "")
