"""Model Context Protocol server, which offers the functions for programs as tools."""

import logging
from typing import TYPE_CHECKING

from ui.access.readable import ReadableArticles
from ui.api.admission import admission_of
from ui.api.functions import Functions
from ui.internal_errors import raising
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from assistant import Assistant

logger = logging.getLogger(__name__)


class McpMissing(CiteraError):
    """The package `mcp` is not installed."""


def build_mcp_server(assistant: "Assistant") -> "MCPServer":
    """A server with the tools `ask`, `search`, `read_article` and `locate_quote`.

    Raises:
        McpMissing: if the package `mcp` is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError:
        raise McpMissing(
            "the Model Context Protocol needs one more package; in Citera's"
            " folder, .venv/bin/python -m pip install -c constraints.txt -e '.[mcp]'"
        ) from None

    # Who starts the server can read the store's files: nothing is closed to them.
    readable = ReadableArticles(assistant.store)
    functions = Functions(assistant, admission_of(assistant.settings), readable)
    server = MCPServer(
        "citera",
        instructions="Ask a collection of articles. Each sentence of an answer quotes its proof.",
    )
    # The library hides the text of every error but its own.
    for function in (
        functions.ask,
        functions.search,
        functions.read_article,
        functions.locate_quote,
    ):
        server.tool(structured_output=False)(raising(ToolError, function, logger))
    return server
