"""Fetches articles from web addresses that the user gives."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from ingest.errors import SourceFailure, UnreadableSource
from ingest.extraction import ExtractFile, Found, extract_file
from ingest.parsers import SUFFIXES
from ingest.parsers.limits import MAX_TEXT_BYTES

_SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "message/rfc822": ".eml",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}
_TIMEOUT_SECONDS = 20.0
_USER_AGENT = "Mozilla/5.0 (compatible; Citera; reads one page at its user's request)"


def is_address(path: str) -> bool:
    """Whether `path` is a web address and not a file name."""
    return path.lower().startswith(("http://", "https://"))


def extract_address(address: str, extract: ExtractFile = extract_file) -> Iterator[Found]:
    """What is found at a web address, read by `extract`; errors come as `SourceFailure`."""
    import httpx

    try:
        content, media_type = _fetch(address)
        with TemporaryDirectory(prefix="citera-") as folder:
            path = Path(folder, "fetched")
            path.write_bytes(content)
            yield from extract(path, address, _file_name(address, media_type))
    except httpx.HTTPStatusError as error:
        yield SourceFailure(address, f"the server answered {error.response.status_code}")
    except httpx.TimeoutException:
        yield SourceFailure(
            address, f"the server did not answer within {_TIMEOUT_SECONDS:.0f} seconds"
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield SourceFailure(
            address, f"it cannot be reached ({error}); is there a network connection?"
        )
    except UnreadableSource as error:
        yield SourceFailure(address, str(error))


def _fetch(address: str) -> tuple[bytes, str]:
    """Content and media type of the resource at `address`."""
    import httpx

    content = bytearray()
    headers = {"User-Agent": _USER_AGENT}
    with httpx.stream(
        "GET", address, headers=headers, follow_redirects=True, timeout=_TIMEOUT_SECONDS
    ) as response:
        response.raise_for_status()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > MAX_TEXT_BYTES:
                raise UnreadableSource(f"it is longer than {MAX_TEXT_BYTES // 2**20} MB")
        media_type = response.headers.get("content-type", "").partition(";")[0]
    return bytes(content), media_type.strip().lower()


def _file_name(address: str, media_type: str) -> str:
    """A file name for the content, whose extension tells its format."""
    path = PurePosixPath(unquote(urlsplit(address).path))
    known = _SUFFIX_OF_TYPE.get(media_type)
    # Servers often declare Markdown and the like as plain text; then the address tells more.
    if path.suffix.lower() in SUFFIXES and (known in (None, ".txt")):
        return path.name
    return (path.stem or urlsplit(address).netloc) + (known or ".html")
