import subprocess
import sys

import pytest


def printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_chroma_is_imported_without_what_is_not_needed():
    code = (
        "import sys, vectorstore.ann.chroma;"
        "left = 'google.protobuf', 'grpc', 'isoduration', 'overrides', 'rfc3987_syntax', 'rich'\n"
        "print([m for m in left if m in sys.modules])"
    )
    assert printed(code) == "[]"


@pytest.mark.parametrize("first", ["", "import httpx, opentelemetry.exporter.otlp.proto.grpc; "])
def test_traces_can_be_sent_by_chroma_and_by_others(first):
    code = (
        f"{first}import vectorstore.ann.chroma, httpx\n"
        "from chromadb.telemetry.opentelemetry import OTLPSpanExporter as of_chroma\n"
        "from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter\n"
        "print(type(of_chroma(endpoint='http://127.0.0.1:9')) is OTLPSpanExporter, httpx.get)"
    )
    assert printed(code).startswith("True <function")


@pytest.mark.parametrize("first", ["", "import overrides, jsonschema; "])
def test_others_import_it_as_ever(first):
    code = (
        f"{first}import vectorstore.ann.chroma, overrides\n"
        "class A:\n"
        "    def f(self, x: int): ...\n"
        "try:\n"
        "    class B(A):\n"
        "        @overrides.override\n"
        "        def f(self): ...\n"
        "except TypeError:\n"
        "    print('compared')\n"
    )
    assert printed(code) == "compared"
