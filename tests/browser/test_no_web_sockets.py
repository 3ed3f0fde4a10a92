"""JupyterLab behind a proxy without web sockets, or one that says another host than the browser
does: lists come by HTTP, and the panel says so."""

import asyncio
import re
import shutil
import threading
from collections.abc import Iterator

import pytest
from test_lab import open_panel, row, write_run

expect = pytest.importorskip("playwright.sync_api").expect

REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """Hands each connection on to a server; one that asks to be a web socket is refused.

    With a host, that stands in each request in place of the one that the browser knows, and the
    server refuses web sockets itself: they seem to come from a page of somebody else's.
    """

    def __init__(self, port: int, host: bytes | None = None):
        self.target, self.host, self.refused = port, host, 0
        self.closed = True  # until it is made false
        ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._listen(ready)), daemon=True)
        self.thread.start()
        assert ready.wait(10)
        self.url = f"http://127.0.0.1:{self.port}"

    async def _listen(self, ready: threading.Event) -> None:
        self.loop, self.done = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self.done.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection: the browser opens another for the next."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            wishes_socket = re.search(rb"(?im)^upgrade: *websocket", head) is not None
            self.refused += wishes_socket and self.closed
            if self.closed and self.host:
                head = re.sub(rb"(?im)^host: *[^\r]*", b"Host: " + self.host, head)
            elif wishes_socket and self.closed:
                writer.write(REFUSED)
                return await writer.drain()
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target)
            up_writer.write(head if wishes_socket else self._once(head))
            await asyncio.gather(self._pump(reader, up_writer), self._pump(up_reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the browser has gone, as when a page is left
        finally:
            writer.close()

    @staticmethod
    def _once(head: bytes) -> bytes:
        lines = [line for line in head[:-4].split(b"\r\n")
                 if not line.lower().startswith(b"connection:")]
        return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n"

    @staticmethod
    async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.done.set)
        self.thread.join(10)


@pytest.fixture(params=[None, b"localhost:1"], ids=["closed", "another host"])
def proxy(server, request) -> Iterator[Proxy]:
    proxy = Proxy(server.port, request.param)
    yield proxy
    proxy.close()


def test_runs_are_listed_without_web_sockets_and_live_again_with_them(server, browser, proxy):
    runs = server.root / "eleven"
    for number in range(11):
        write_run(runs / f"{number:02d}", "finished",
                  valid={"accuracy": 0.9, "interval": [0.8, 0.95], "n": 100})
    context = browser.new_context(viewport={"width": 1400, "height": 1500})
    page = context.new_page()
    page.clock.install()
    try:
        page.goto(f"{proxy.url}/lab/workspaces/proxied?reset&token=for-tests-only")
        page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
        panel = open_panel(type("Window", (), {"page": page}))
        expect(panel.locator(".ir-lab-run")).to_have_count(11)
        expect(panel.get_by_role("alert")).to_contain_text("Nothing comes live")
        expect(panel.get_by_text("Nothing has been trained")).to_be_hidden()
        expect(panel.locator(".ir-lab-lesson").first).to_be_visible()
        expect(panel.locator(".ir-lab-devices")).to_contain_text(
            re.compile(r"Memory\s*[\d.]+ GB of [\d.]+ GB"))
        assert proxy.refused > 0

        write_run(runs / "00", "stopped")  # a change comes with one of the next questions
        page.clock.fast_forward(61_000)
        expect(row(panel, "eleven/00")).to_have_attribute("data-state", "stopped")
        row(panel, "eleven/00").locator(".ir-lab-run-open").click()
        shown = page.locator('[data-testid="run-page"]:visible')
        expect(shown.locator(".ir-page-state")).to_contain_text("stopped")

        proxy.closed = False
        page.clock.fast_forward(61_000)
        expect(panel.get_by_role("alert")).to_be_hidden(timeout=60_000)
        write_run(runs / "00", "finished")
        expect(row(panel, "eleven/00")).to_have_attribute("data-state", "finished")
    finally:
        context.close()
        shutil.rmtree(runs)
