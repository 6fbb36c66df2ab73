"""Tests of ui/operations/server.py: what becomes of running answers when the chat is stopped."""

import signal
import socket
import subprocess
import sys
import threading
import time

import httpx
import pytest
from fastapi import FastAPI

from assistant.answer import AnswerEvent, FinalEvent
from tests.ui.operations.test_metrics import ANSWER
from ui.access.rights import Rights
from ui.api.admission import Admission
from ui.api.openai import openai_routes
from ui.api.queue import Queue
from ui.api.rate_limit import RateLimit
from ui.operations.server import ChatServer
from ui.web.serve import server_config

SERVE = """
import socket, time
from tests.ui.operations.test_server import Slow, served
from ui.api.queue import Queue
from ui.operations.server import exit_on_signals

queue = Queue(1, 1)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
with exit_on_signals(queue):
    served(Slow(lambda: time.sleep(1.5)), queue, seconds=20).run(sockets=[listener])
print("not reached")
"""
BODY = {"messages": [{"role": "user", "content": "Why?"}], "stream": True}


class Slow:
    """An assistant whose chat model takes its time."""

    def __init__(self, phrase):
        self.phrase = phrase

    def stream(self, question, history=(), filters=None):
        yield AnswerEvent(answer=ANSWER)
        self.phrase()
        yield FinalEvent(answer=ANSWER)


def served(assistant: Slow, queue: Queue, seconds: float) -> ChatServer:
    app = FastAPI()
    admission = Admission(RateLimit(9), queue)
    app.include_router(openai_routes({"local": assistant}, admission, Rights()))
    return ChatServer(server_config(app), queue, seconds)


def ask(port: int):
    url = f"http://127.0.0.1:{port}/v1/chat/completions"
    return httpx.stream("POST", url, json=BODY, timeout=120, trust_env=False)


def test_sigterm_lets_a_running_answer_end_and_takes_no_other():
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    port = int(process.stdout.readline())
    with ask(port) as running:
        lines = running.iter_lines()
        told = [next(line for line in lines if "A secret." in line)]
        process.send_signal(signal.SIGTERM)
        with ask(port) as refused:  # it waits in line, or comes when the line is closed
            assert "being stopped" in refused.read().decode()
        told += list(lines)
    assert any('"finish_reason": "stop"' in line for line in told)
    assert "data: [DONE]" in told
    out, errors = process.communicate(timeout=120)
    assert (process.returncode, out, errors) == (0, "", "")


@pytest.fixture
def release():
    event = threading.Event()
    yield event
    event.set()


def test_an_answer_that_does_not_end_in_time_is_cut_off_and_told(release, caplog):
    queue = Queue(1, 1)
    server = served(Slow(lambda: release.wait(30)), queue, seconds=0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        with ask(port) as running:
            next(line for line in running.iter_lines() if "A secret." in line)
            server.should_exit = True
            until = time.monotonic() + 10
            while "cut off" not in caplog.text and time.monotonic() < until:
                time.sleep(0.05)
            assert "answers that were cut off as the chat stopped: 1" in caplog.text
            release.set()
        thread.join(10)
    assert not thread.is_alive()
    assert "uvicorn.error" not in [record.name for record in caplog.records]
