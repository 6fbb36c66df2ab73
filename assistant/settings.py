"""`Settings`: every option of Citera, read from `CITERA_…` variables by the entry points."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.address import Place, ServerAddress
from vectorstore.errors import CiteraError

DEFAULT_EMBEDDINGS = "e5-small"
_SERVER = ("http://", "https://")
_UNUSED_DATABASE = (
    "CITERA_DATABASE is set, and the store is the folder {}, which has its articles in a file of"
    " its own: the database would not be used. Set CITERA_STORE to the address of a Chroma server"
    " (http://host:port) to use it, or unset CITERA_DATABASE."
)


def _folder_or_server(value: object) -> object:
    """A path, unless it is the address of a server."""
    return Path(value) if isinstance(value, str) and not value.startswith(_SERVER) else value


class Settings(BaseSettings):
    """All options, each set by the environment variable `CITERA_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="CITERA_", extra="forbid", frozen=True)

    store: Annotated[
        Path | str,
        BeforeValidator(_folder_or_server),
        Field(
            description="Folder that holds the articles and their index; or `http://host:port` of a"
            " Chroma server, which holds the index."
        ),
    ] = user_data_path("citera") / "store"
    database: Annotated[
        SecretStr | None,
        Field(
            description="Address `postgresql://user:password@host:port/database` of the PostgreSQL"
            " database that holds the articles of a store with a Chroma server, and the links,"
            " feedback and sessions of its chats; unset: files on this machine."
        ),
    ] = None
    store_token: Annotated[
        SecretStr | None,
        Field(description="Bearer token that a proxy before the Chroma server asks for."),
    ] = None
    store_certificates: Annotated[
        Path | None,
        Field(
            description="File with the certificates that HTTPS to the Chroma server may rely on;"
            " unset: those of public authorities."
        ),
    ] = None
    store_folder: Annotated[
        Path | None,
        Field(
            description="Folder for what a store with a server keeps on this machine; unset: one"
            " of the server's name in your data folder."
        ),
    ] = None
    cache: Annotated[Path, Field(description="Folder for the models unpacked at set-up.")] = (
        user_cache_path("citera")
    )
    model: Annotated[
        str,
        Field(
            description="What answers: `local`, `extractive`, the path of a .gguf file, or a"
            " LangChain id such as `ollama:llama3.1` or `openai:gpt-4o-mini`.",
        ),
    ] = "local"
    embeddings: Annotated[
        str,
        Field(
            description="Embedding model: `e5-small` (the packaged one), or any"
            " sentence-transformers id or folder.",
        ),
    ] = DEFAULT_EMBEDDINGS
    query_prompt: Annotated[
        str | None,
        Field(description="Text put before a query for the embedding model; unset: the model's."),
    ] = None
    passage_prompt: Annotated[
        str | None,
        Field(description="Text put before a passage for the embedding model; unset: the model's."),
    ] = None
    reranker: Annotated[
        str | None,
        Field(
            description="Model that reorders the passages found: the folder, or the id of a"
            " downloaded one, of a sentence-transformers CrossEncoder; unset: none.",
        ),
    ] = None
    api_key: Annotated[
        SecretStr | None,
        Field(description="Key for a hosted chat model; unset: the provider's own variable."),
    ] = None
    base_url: Annotated[
        str | None, Field(description="Address of the chat model's server, where not the usual.")
    ] = None
    threads: Annotated[
        int | None, Field(ge=1, description="Threads of the local chat model; unset: one a core.")
    ] = None
    timeout: Annotated[
        float,
        Field(
            gt=0, description="Seconds that a chat model may take for a reply, retries included."
        ),
    ] = 60.0
    retries: Annotated[
        int,
        Field(ge=0, le=10, description="Times that a hosted chat model is tried again, at most."),
    ] = 2
    top_k: Annotated[int, Field(ge=1, le=20, description="Passages retrieved for a question.")] = 5
    hosted_sentences: Annotated[
        int, Field(ge=1, le=400, description="Sentences shown to a hosted chat model as evidence.")
    ] = 40
    max_answer_tokens: Annotated[
        int, Field(ge=16, le=2048, description="Longest answer of the local model, in its tokens.")
    ] = 160
    hosted_answer_tokens: Annotated[
        int,
        Field(
            ge=16, description="Longest reply of a hosted model in tokens, its thinking included."
        ),
    ] = 1000
    history_tokens: Annotated[
        int, Field(ge=0, description="How much of a conversation a follow-up is read with.")
    ] = 300
    models: Annotated[
        str,
        Field(
            description="Further chat models that a reader of the web chat may choose, named as in"
            " CITERA_MODEL, with commas."
        ),
    ] = "extractive"
    host: Annotated[str, Field(description="Address on which the web chat listens.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="Port of the web chat.")] = 7860
    metrics_port: Annotated[
        int | None,
        Field(
            ge=1,
            le=65535,
            description="Port on which this machine alone can read the web chat's metrics, in"
            " Prometheus' format; unset: none.",
        ),
    ] = None
    shutdown_seconds: Annotated[
        float,
        Field(ge=0, description="Seconds that running answers have when the web chat is stopped."),
    ] = 8.0
    log: Annotated[
        Literal["text", "json"],
        Field(
            description="Form of the web chat's log: `text`, or `json` with a line for each answer."
        ),
    ] = "text"
    log_texts: Annotated[
        bool,
        Field(
            description="Whether the log in JSON holds questions, answers and the texts of errors."
        ),
    ] = False
    questions_at_once: Annotated[
        int, Field(ge=1, le=100, description="Questions that the web chat works on side by side.")
    ] = 32
    questions_waiting: Annotated[
        int, Field(ge=1, description="Questions that may wait in line before more are refused.")
    ] = 64
    questions_per_minute: Annotated[
        int, Field(ge=1, description="Questions that one reader of the web chat may ask a minute.")
    ] = 30
    auth: Annotated[
        SecretStr | None,
        Field(
            description="Who may open the web chat: `name:password` or `name:role:password`,"
            " several with commas; the role is `reader`, `editor` (where none is given) or"
            " `admin`, and an Argon2 hash may stand for the password."
        ),
    ] = None
    auth_file: Annotated[
        Path | None,
        Field(
            description="File with further logins as in CITERA_AUTH, one a line, and lines such as"
            " `[board] ana, @editor`, which close a collection to all other logins."
        ),
    ] = None
    session_hours: Annotated[
        float, Field(gt=0, description="Hours after which a reader has to log in again.")
    ] = 12.0
    hosts: Annotated[
        str,
        Field(
            description="Names under which the web chat is served, by a proxy or a name server,"
            " with commas; `localhost` and the address that it listens on need not be named."
        ),
    ] = ""
    open: Annotated[
        bool,
        Field(
            description="Whether the web chat may listen for other machines although it needs no"
            " login."
        ),
    ] = False
    read_only: Annotated[
        bool, Field(description="Whether the web chat only reads: no upload, no removal.")
    ] = False
    uploads: Annotated[
        Path, Field(description="Folder that keeps the files uploaded in the web chat.")
    ] = user_data_path("citera") / "uploads"
    upload_megabytes: Annotated[
        int, Field(ge=1, description="Largest file that the web chat takes, in megabytes.")
    ] = 50
    parse_seconds: Annotated[
        float,
        Field(gt=0, description="Seconds that reading a file may take until its next article."),
    ] = 300.0
    parse_megabytes: Annotated[
        int,
        Field(ge=512, description="Memory that reading a file may take, in megabytes."),
    ] = 4096
    feedback: Annotated[
        Path,
        Field(
            description="File that readers' judgements of answers are appended to, where there is"
            " no CITERA_DATABASE."
        ),
    ] = user_data_path("citera") / "feedback.jsonl"
    links: Annotated[
        Path,
        Field(
            description="Folder that keeps the answers that permanent links open, where there is"
            " no CITERA_DATABASE."
        ),
    ] = user_data_path("citera") / "links"

    @property
    def folder(self) -> Path:
        """The folder of the store, or what a store with a server keeps on this machine."""
        if isinstance(self.store, Path):
            return self.store
        return self.store_folder or user_data_path("citera") / "servers" / self._server_name()

    @property
    def place(self) -> Place:
        """Where the store is.

        Raises:
            CiteraError: if there is a `database`, which a store in a folder does not use.
        """
        if isinstance(self.store, Path):
            if self.database is not None:
                raise CiteraError(_UNUSED_DATABASE.format(self.store))
            return self.store
        database, token = (
            secret.get_secret_value() if secret else None
            for secret in (self.database, self.store_token)
        )
        return ServerAddress(self.store, self.folder, database, token, self.store_certificates)

    def _server_name(self) -> str:
        """Name of a folder for what belongs to the servers alone, without secrets."""
        database = urlsplit(self.database.get_secret_value() if self.database else "")
        hosts = (url.netloc.rpartition("@")[2] for url in (urlsplit(str(self.store)), database))
        return re.sub(r"[^\w.]+", "-", "-".join((*hosts, database.path))).strip("-")
