"""A small SOCKS5 proxy on loopback: it connects to one place, whatever name it is asked for."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

__all__ = ["Socks"]


class Socks:
    """Use it as a context manager; ``asked`` holds the names that were asked for, with their ports."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[tuple[str, int]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"socks5h://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError, EOFError):
            _version, methods = _exactly(client, 2)
            _exactly(client, methods)
            client.sendall(b"\x05\x00")  # no password wanted
            _version, _connect, _reserved, kind = _exactly(client, 4)
            assert kind == 3, "a name, to be looked up here"
            name = _exactly(client, _exactly(client, 1)[0]).decode()
            self.asked.append((name, int.from_bytes(_exactly(client, 2), "big")))
            with socket.create_connection(("127.0.0.1", self._port)) as there:
                client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50")
                back = threading.Thread(target=_copy, args=(there, client), daemon=True)
                back.start()
                _copy(client, there)
                back.join(5)


def _exactly(source: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (more := source.recv(size - len(data))):
            raise EOFError
        data += more
    return data


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
