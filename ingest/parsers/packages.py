"""Opens documents that are zip packages of XML, as those of Office and OpenDocument are."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from posixpath import join, normpath, split
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZipFile

from ingest.errors import UnreadableSource
from ingest.parsers.limits import MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, read_limited
from ingest.parsers.zip_safety import ZIP_ERRORS, open_zip

if TYPE_CHECKING:
    from lxml.etree import _Element


@contextmanager
def open_package(stream: BinaryIO, name: str) -> Iterator[ZipFile]:
    """The package in a file, called `name` in errors.

    Raises:
        UnreadableSource: if it is no package or a zip bomb, or if what is done with it raises what
            damaged packages lead to.
    """
    from lxml.etree import XMLSyntaxError

    with open_zip(BytesIO(read_limited(stream, MAX_DOCUMENT_BYTES))) as package:
        try:
            yield package
        except RecursionError:
            raise
        except (*ZIP_ERRORS, XMLSyntaxError) as error:
            raise UnreadableSource(f"the {name} is damaged: {error}") from error


def parse_part(package: ZipFile, path: str) -> "_Element":
    """The root element of a part of a package.

    Entities stay as they are: they could read files of this machine, or expand without end.
    """
    from lxml import etree

    with package.open(path) as member:
        data = read_limited(member, MAX_TEXT_BYTES)
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def relations(package: ZipFile, path: str) -> dict[str, str]:
    """The paths of the parts of an Office document to which one refers, by the id it has for each.

    Addresses outside of the package are not among them.
    """
    folder, name = split(path)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package.namelist():
        return {}
    return {
        relation.get("Id", ""): normpath(join("/", folder, relation.get("Target", "")))[1:]
        for relation in parse_part(package, rels)
        if relation.get("TargetMode") != "External"
    }


def local_name(element: "_Element") -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def local_attribute(element: "_Element", name: str) -> str | None:
    """The value of an attribute, whatever its namespace; the later editions of Office differ."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
