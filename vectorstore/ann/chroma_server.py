"""`ChromaServer`: the connection to a Chroma server, and what its errors mean."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vectorstore.ann.segments import SegmentDamaged, SegmentsUnavailable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_SECONDS = 60
_REFUSALS = (401, 403)


class ChromaServer:
    """A server that `chroma run` has started, or a proxy before it; connected to on first use.

    `url` is `http://host:port` or `https://host:port`. `token` is sent as a bearer token, which a
    proxy may ask for; `certificates` is a file with the certificates that HTTPS may rely on,
    instead of those of public authorities. Threads may share it.

    Raises:
        SegmentsUnavailable: if the address cannot be used.
    """

    def __init__(
        self, url: str, token: str | None = None, certificates: Path | None = None
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise _wrong(url)
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise _wrong(url)
        self.url = url.rstrip("/")
        self._parts = parts
        self._token = token
        self._certificates = certificates
        self._lock = threading.Lock()
        self._client: ClientAPI | None = None

    @property
    def client(self) -> "ClientAPI":
        """The connected client; its errors are to be met by `asked`."""
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Convert the errors of requests.

        Raises:
            SegmentDamaged: if Chroma says that a collection is missing or cannot be read.
            SegmentsUnavailable: on any other error, which says nothing about a collection.
        """
        import httpx

        from vectorstore.ann.chroma import ChromaError, InternalError, NotFoundError

        try:
            yield
        except (InternalError, NotFoundError) as error:
            raise SegmentDamaged(str(error)) from error
        except (ChromaError, httpx.HTTPError) as error:
            raise self._failed(error) from error
        except Exception as error:
            if type(error) is not Exception:
                raise
            # What the client raises for a reply that is not Chroma's own, as of a proxy.
            raise self._failed(error) from error

    def _connect(self) -> "ClientAPI":
        import httpx

        from vectorstore.ann.chroma import HttpClient, Settings

        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        settings = Settings(anonymized_telemetry=False)
        if self._certificates is not None:
            settings.chroma_server_ssl_verify = str(self._certificates)
        secure = self._parts.scheme == "https"
        host = self._parts.hostname or ""
        try:
            # Chroma's client would wait for ever for a server that does not answer.
            heartbeat = httpx.get(
                f"{self.url}/api/v2/heartbeat",
                headers=headers,
                verify=ssl.create_default_context(cafile=self._certificates),
                timeout=_SECONDS,
            )
            heartbeat.raise_for_status()
            client = HttpClient(
                host=f"[{host}]" if ":" in host else host,
                port=self._parts.port or (443 if secure else 8000),
                ssl=secure,
                headers=headers,
                settings=settings,
            )
        except Exception as error:  # also plain ones, of its HTTP client, and of the certificates
            raise self._failed(error) from error
        # There is no setting for it.
        client._server._session.timeout = _SECONDS  # type: ignore[attr-defined]
        return client

    def _failed(self, error: Exception) -> SegmentsUnavailable:
        """What to tell the user of an error."""
        import httpx

        chain = list(_chain(error))
        text = " ".join(str(chain[-1]).split()) or type(chain[-1]).__name__
        status = [
            each.response.status_code for each in chain if isinstance(each, httpx.HTTPStatusError)
        ]
        if any(each in _REFUSALS for each in status):
            return SegmentsUnavailable(
                f"The server {self.url} refuses access. Set CITERA_STORE_TOKEN to its token."
            )
        if any(isinstance(each, ssl.SSLError) or "CERTIFICATE" in str(each) for each in chain):
            return SegmentsUnavailable(
                f"The certificate of {self.url} cannot be relied on ({text}). Set"
                " CITERA_STORE_CERTIFICATES to the file with the certificate of its authority."
            )
        return SegmentsUnavailable(
            f"The Chroma server {self.url} cannot be used ({text}). Check that it runs"
            " (`chroma run`) and that CITERA_STORE is its address."
        )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, what caused it, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _wrong(url: str) -> SegmentsUnavailable:
    return SegmentsUnavailable(
        f"{url!r} is not the address of a Chroma server. Set CITERA_STORE to http://host:port or"
        " https://host:port, or to a folder."
    )
