"""The service behind a real server: many callers at once, each answered for itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import sleep
from uuid import uuid4

import httpx
import pytest
import uvicorn

from service.app import create_app, make_logger
from tests.plugins.api import PERSON, Api, Caller

CALLERS = 16


class _Server(Thread):
    def __init__(self, api: Api) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        app = create_app(api.application, make_logger(api.log))
        config = uvicorn.Config(app, access_log=False, log_config=None, lifespan="on")
        self.server = uvicorn.Server(config)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def run(self) -> None:
        self.server.run([self.socket])


@pytest.fixture
def curator(api: Api) -> Iterator[Caller]:
    """The curator of the first school over a real connection."""
    server = _Server(api)
    server.start()
    token = api.here.tokens[api.here.schools[0], "school_curator"]
    limits = httpx.Limits(max_connections=CALLERS)
    try:
        while not server.server.started:
            assert server.is_alive()
            sleep(0.01)
        with httpx.Client(base_url=server.url, limits=limits, timeout=30) as client:
            yield Caller(client, token)
    finally:
        server.server.should_exit = True
        server.join(10)
        server.socket.close()


def test_many_callers_are_each_answered_with_their_own_record(curator: Caller) -> None:
    bodies = [PERSON | {"last_name": f"Фамилия{number}"} for number in range(4 * CALLERS)]
    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(lambda body: curator.post("/participants", body), bodies))
    assert {answer.status_code for answer in answers} == {201}
    for body, answer in zip(bodies, answers, strict=True):
        person = answer.json()["id"]
        assert curator.get(f"/participants/{person}").json()["last_name"] == body["last_name"]


def test_of_many_changes_to_one_version_one_is_made(curator: Caller) -> None:
    person = curator.make("/participants", PERSON)
    bodies = [{"class_name": f"{number}А"} for number in range(CALLERS)]

    def change(body: dict[str, str]) -> int:
        return curator.send("PUT", f"/participants/{person}/profile", body, version=1).status_code

    with ThreadPoolExecutor(CALLERS) as pool:
        statuses = sorted(pool.map(change, bodies))
    assert statuses == [200] + [412] * (CALLERS - 1)


def test_a_request_sent_many_times_at_once_is_carried_out_once(curator: Caller) -> None:
    key = uuid4()
    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(
            pool.map(lambda _: curator.post("/participants", PERSON, key=key), range(CALLERS))
        )
    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer.status_code for answer in answers} == {201}
    replayed = [answer.headers.get("idempotency-replayed") for answer in answers]
    assert replayed.count(None) == 1


def test_head_and_errors_keep_the_connection_usable(curator: Caller) -> None:
    for _ in range(3):
        assert curator.post("/participants", b"{").status_code == 400
        assert curator.get("/mentees").status_code == 200
        assert curator.post("/participants", b"x" * 2_000_000).status_code == 413
