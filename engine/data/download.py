"""Files from the network, checked, as a job that can be closed at any time."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from engine.data.dataset import Progress

TIMEOUT = 10
"""Seconds without a single byte after which a server counts as silent."""
CHUNK = 1 << 16


class DownloadError(Exception):
    """A file could not be had from where it was looked for; the text says why."""


class _Closed(Exception):
    """Ends the transfer under way after the job was closed."""


@dataclass(frozen=True)
class RemoteFile:
    """Where a file is, and the checksum it must have ("sha256:..." or "md5:...")."""

    url: str
    checksum: str

    @property
    def name(self) -> str:
        return self.url.rsplit("/", 1)[-1]


class _Transfer:
    """One download on a thread of its own. It passes as a progress bar to pooch, and stops pooch when told to."""

    def __init__(self, file: RemoteFile, folder: Path) -> None:
        self.total = 0
        self.done = 0
        self.error: Exception | None = None
        self.path = folder / file.name
        self._file = file
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="download", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """End the transfer; a server that is silent just now holds it up until its timeout, which nobody waits for."""
        self._stopped = True
        self._thread.join(0.5)

    def update(self, count: int) -> None:
        if self._stopped:
            raise _Closed
        self.done = min(self.done + count, self.total) if self.total else self.done + count

    def reset(self) -> None:
        self.done = 0

    def close(self) -> None:
        pass

    def _run(self) -> None:
        import pooch

        pooch.get_logger().setLevel(logging.WARNING)
        fetch = pooch.HTTPDownloader(progressbar=self, chunk_size=CHUNK, timeout=TIMEOUT)
        try:
            pooch.retrieve(self._file.url, self._file.checksum, self.path.name, self.path.parent, downloader=fetch)
        except Exception as error:
            self.error = error


def download(file: RemoteFile) -> Generator[Progress, None, bytes]:
    """Fetch a file and check it; yields Progress and returns its bytes. Raises DownloadError.

    The bytes gather in a temporary folder, which is gone when the job has ended or was closed.
    """
    with tempfile.TemporaryDirectory(prefix="neural-darkroom-", ignore_cleanup_errors=True) as folder:
        transfer = _Transfer(file, Path(folder))
        try:
            while transfer.running:
                yield Progress(f"Downloading {file.name}", transfer.done, transfer.total or None)
                sleep(0.01)
        finally:
            transfer.stop()
        if transfer.error is not None:
            raise DownloadError(f"{file.url}: {transfer.error}") from transfer.error
        return transfer.path.read_bytes()
