import subprocess
import sys

import pytest


def printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_chroma_is_imported_without_what_is_not_needed():
    code = (
        "import sys, vectorstore.ann.chroma;"
        "print([m for m in ('isoduration', 'overrides', 'rfc3987_syntax') if m in sys.modules])"
    )
    assert printed(code) == "[]"


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
