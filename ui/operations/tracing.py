"""Export of spans to the collector that OpenTelemetry's own variables name."""

import os
from typing import TYPE_CHECKING

from assistant.tracing import use_provider
from ui.session import InvalidSettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")


def export_spans() -> None:
    """Send spans to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`; where it is unset, none.

    Raises:
        InvalidSettings: if OpenTelemetry's SDK is not installed, or a protocol other than gRPC is
            asked for.
    """
    if _first_set(_ENDPOINTS):
        # Not that of the program: FastAPI would send its spans too, which hold addresses.
        use_provider(span_provider())


def span_provider() -> "TracerProvider":
    """What makes the spans and sends them, in batches and from a thread of its own.

    Raises:
        InvalidSettings: as `export_spans` does.
    """
    if _first_set(_PROTOCOLS) not in ("", "grpc"):
        raise InvalidSettings(
            "traces are sent by gRPC alone: set OTEL_EXPORTER_OTLP_PROTOCOL to grpc, and"
            " OTEL_EXPORTER_OTLP_ENDPOINT to the collector's port for it, 4317 mostly"
        )
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise InvalidSettings(
            "OTEL_EXPORTER_OTLP_ENDPOINT asks for traces, which need more packages; in Citera's"
            " folder, .venv/bin/python -m pip install -c constraints.txt -e '.[otel]'"
        ) from None
    name = os.environ.get("OTEL_SERVICE_NAME") or "citera"
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


def _first_set(names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := os.environ.get(name))), "")
