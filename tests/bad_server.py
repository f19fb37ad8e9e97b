"""A server on this machine that behaves in every bad way, with a small data set in the form of MNIST."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from engine.data.download import RemoteFile
from engine.data.published import Source, as_it_is

RNG = np.random.default_rng(0)
ARRAYS = {
    "x_train": RNG.integers(0, 256, (300, 28, 28), np.uint8),
    "y_train": np.arange(300, dtype=np.uint8) % 10,
    "x_test": RNG.integers(0, 256, (20, 28, 28), np.uint8),
    "y_test": np.arange(20, dtype=np.uint8) % 10,
}


def npz() -> bytes:
    packed = io.BytesIO()
    np.savez_compressed(packed, **ARRAYS)
    return packed.getvalue()


def idx(array: np.ndarray) -> bytes:
    return gzip.compress(struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes())


FILES = {"/mnist.npz": npz(), **{f"/{name}.gz": idx(array) for name, array in ARRAYS.items()}}


class Server(BaseHTTPRequestHandler):
    """Serves FILES; what comes before the file's name in the path says how."""

    def do_GET(self) -> None:
        how, _, name = self.path[1:].partition("/")
        content = FILES.get(f"/{name}", b"")
        if how == "missing":
            self.send_error(404)
            return
        if how == "wrong":
            content = content[:-1] + b"?"
        self.send_response(200)
        if how == "endless":
            self.end_headers()
            with contextlib.suppress(OSError):  # until the other side hangs up
                while not self.server.released.is_set():  # type: ignore[attr-defined]
                    self.wfile.write(bytes(1 << 16))
            return
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if how in ("truncated", "silent"):
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
        if how == "silent":
            self.server.released.wait()  # type: ignore[attr-defined]
        elif how != "truncated":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def source(address: str, how: str = "good") -> Source:
    checksum = "sha256:" + hashlib.sha256(FILES["/mnist.npz"]).hexdigest()
    return Source((RemoteFile(f"{address}/{how}/mnist.npz", checksum),), as_it_is)


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Serve until the end of the context; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.released = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.released.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()
        server.server_close()
