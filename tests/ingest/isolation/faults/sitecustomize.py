"""Makes the parser of plain texts do what faults of a library do, by the first word of a file.

Python imports this at its start where the folder is in PYTHONPATH.
"""

import ctypes
import os
import subprocess
import time

from ingest.extract import PageRecognised
from ingest.parsers import plain

_parse = plain.parse_plain


def _parse_or_fail(stream):
    word = stream.read(12).split(b" ")[0]
    stream.seek(0)
    if word == b"CRASH":
        ctypes.string_at(0)
    elif word == b"LOOP":
        sum(range(10**15))  # in C, with the interpreter's lock
    elif word == b"BOMB":
        bytearray(2**40)
    elif word == b"EXIT":
        os._exit(3)
    elif word == b"SCANS":
        for number in range(1, 5):
            time.sleep(0.4)
            yield PageRecognised(number, 4)
    elif word == b"PRINT":
        print("not a reply")
        subprocess.run(["echo", "not a reply either"], check=True)
    yield from _parse(stream)


plain.parse_plain = _parse_or_fail
