"""A signing server on this machine that keeps the contract of docs/signing.md, or breaks it as it is told; no test here."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[bytes, dict[str, str]], tuple[int, str, bytes]]


@dataclass
class StandIn:
    """Where it listens, and every request it got: query and headers."""

    url: str = ""
    queries: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def signing_server(answer: Answer) -> Iterator[StandIn]:
    """The server while the block runs; `answer` gets paper and query and says status, media type and body."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
            stand_in.queries.append(query)
            stand_in.headers.append(dict(self.headers.items()))
            pdf = self.rfile.read(int(self.headers["Content-Length"]))
            status, media, body = answer(pdf, query)
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        stand_in.url = f"http://127.0.0.1:{server.server_port}/sign"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield stand_in
        finally:
            server.shutdown()
            thread.join()
