"""What all tests share: no way to the network, the real embedding model, and a small store."""

import socket
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from assistant.settings import Settings
from ingest import read_articles, sample_article_path, split_passages
from tests.browser import browser, visit  # noqa: F401 - fixtures of the page and of the report
from tests.in_memory import keep_files_in_memory
from tests.postgres_server import database_url, postgres  # noqa: F401 - tables of a store
from tests.servers import chroma, proxy  # noqa: F401 - servers that a store may use
from vectorstore import Article, Embedder, Store
from vectorstore.embedding import load
from vectorstore.embedding.e5_package import prepare_e5_small

# How long an example takes on a busy machine says nothing about the code.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.load_profile("untimed")

_OTHER_ARTICLES = {
    "harvest": (
        "Olive harvest begins early in Kairouan",
        "Farmers in Kairouan began to pick olives three weeks early this year. The dry summer"
        " left the trees with little fruit.\n\nThe cooperative expects eleven thousand tonnes of"
        " oil, half of last year's. Its president, Salma Ben Youssef, asked the ministry to put"
        " off the repayment of loans until the spring.",
    ),
    "ferry": (
        "Nueva línea de transbordador entre Almería y Nador",
        "El puerto de Almería abrirá en mayo una nueva línea de transbordador con Nador. El barco"
        " llevará hasta novecientos pasajeros.\n\nEl billete más barato costará treinta y cinco"
        " euros. La travesía durará seis horas, dijo el director del puerto, Jesús Caicedo.",
    ),
    "telescope": (
        "Neues Teleskop in der Atacama nimmt den Betrieb auf",
        "Das neue Teleskop in der Atacama-Wüste hat seine ersten Bilder geliefert. Sein Spiegel"
        " misst acht Meter.\n\nDie Astronomin Ingrid Vogel sagte, man habe schon in der ersten"
        " Nacht einen unbekannten Kometen gesehen.",
    ),
}
_LANGUAGES = {"harvest": "en", "ferry": "es", "telescope": "de"}


def pytest_configure(config: pytest.Config) -> None:
    """Before anything makes a temporary file."""
    keep_files_in_memory(config)


class NetworkBlocked(BaseException):
    """A test tried to leave this machine. No `except Exception` may hide it."""


def _is_local(host: Any) -> bool:
    if host in (None, "", b"", "localhost", b"localhost", socket.gethostname()):
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[list[str]]:
    """Let no test reach, or look up, anything but this machine; the attempts made."""
    attempts: list[str] = []
    patch = pytest.MonkeyPatch()

    def refuse(target: Any) -> None:
        attempts.append(repr(target))
        raise NetworkBlocked(f"a test tried to reach {target!r}")

    def guard_connect(name: str) -> None:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
                refuse(address)
            return real(self, address)

        patch.setattr(socket.socket, name, connect)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_local(host):
            refuse(host)
        return look_up(host, *args, **kwargs)

    def sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(rest[-1][0]):
            refuse(rest[-1])
        return send(self, data, *rest)

    look_up, send = socket.getaddrinfo, socket.socket.sendto
    patch.setattr(socket.socket, "sendto", sendto)
    guard_connect("connect")
    guard_connect("connect_ex")
    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield attempts
    patch.undo()


@pytest.fixture(autouse=True)
def no_network_attempts(no_network: list[str]) -> Iterator[None]:
    """Fail a test during which something tried to leave this machine, even in a thread."""
    before = len(no_network)
    yield
    assert no_network[before:] == [], "something tried to reach the network"


@pytest.fixture(autouse=True, scope="session")
def packaged_model_loaded_once() -> Iterator[None]:
    """Share the packaged embedding model, which each embedder would load by itself."""
    of_passages = cache(lambda folder: load.load_model(load.PACKAGED, folder.parent))
    of_questions = cache(lambda folder: load.load_packaged(folder.parent))

    def load_model(name: str, models: Path) -> Any:
        if name == load.PACKAGED:
            return of_passages(_unpacked(models))
        return load.load_model(name, models)

    with pytest.MonkeyPatch.context() as patch:
        home = "vectorstore.embedding.embedder"
        patch.setattr(f"{home}.load_model", load_model)
        patch.setattr(f"{home}.load_packaged", lambda models: of_questions(_unpacked(models)))
        yield


def _unpacked(models: Path) -> Path:
    """The model's folder, by the one name that it has whatever links lead there."""
    return prepare_e5_small(models).resolve()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged embedding model, unpacked once into the user's cache."""
    return Embedder("e5-small", Settings().cache)


@pytest.fixture(scope="session")
def sample_article() -> Article:
    """The article that comes with Citera."""
    (article,) = read_articles(sample_article_path())
    return article


@pytest.fixture(scope="session")
def small_articles(sample_article: Article) -> list[Article]:
    """The sample article (French) and three short ones in English, Spanish and German."""
    others = [
        Article(text, title, source=f"{name}.txt", language=_LANGUAGES[name], date="2021")
        for name, (title, text) in _OTHER_ARTICLES.items()
    ]
    return [sample_article, *others]


@pytest.fixture(scope="session")
def small_store(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, small_articles: list[Article]
) -> Iterator[Store]:
    """A store of `small_articles`, for tests that only read it."""
    with Store.open(tmp_path_factory.mktemp("small") / "store", embedder) as store:
        store.add([(article, split_passages(article)) for article in small_articles])
        yield store
