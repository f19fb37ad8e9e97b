"""Data sets that others have published: downloaded once, checked and kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.data.dataset import DataError, Dataset, Progress
from engine.data.download import DownloadError, RemoteFile, download
from engine.data.idx import FILES, pack_idx
from engine.data.npz_file import load_npz
from engine.files import write_whole
from engine.jobs import Job


def as_it_is(files: list[bytes]) -> Job[bytes]:
    """Packs a source whose one file is what is kept."""
    yield Progress("Keeping the data for the next time")
    return files[0]


@dataclass(frozen=True)
class Source:
    """One place a data set can be had from: its files, and how their bytes become an .npz file."""

    files: tuple[RemoteFile, ...]
    pack: Callable[[list[bytes]], Job[bytes]]

    @classmethod
    def of_idx(cls, address: str, *checksums: str) -> Source:
        """The four gzipped IDX files under an address, with the MD5 of each in the order of FILES."""
        kinds = ("idx3", "idx1", "idx3", "idx1")
        files = [
            RemoteFile(f"{address}{name}-{kind}-ubyte.gz", f"md5:{checksum}")
            for name, kind, checksum in zip(FILES, kinds, checksums, strict=True)
        ]
        return cls(tuple(files), pack_idx)


@dataclass(frozen=True)
class PublishedSet:
    """A data set that is found under its name, or else downloaded from the first of its sources that has it."""

    name: str
    title: str
    licence: str
    class_names: tuple[str, ...]
    sources: tuple[Source, ...]

    def find(self) -> Path | None:
        """The file, if it is in the folder DARKROOM_DATA or was downloaded before."""
        own = os.environ.get("DARKROOM_DATA")
        places = [Path(own) / f"{self.name}.npz"] if own else []
        return next((place for place in [*places, self._kept] if place.is_file()), None)

    def load(self) -> Job[Dataset]:
        """Find the data set or else download it; yields Progress.

        Raises DataError where it can be had from none of its sources, or where the file in DARKROOM_DATA is damaged. A
        downloaded file that is damaged is fetched anew.
        """
        path = self.find()
        if path is not None:
            try:
                return (yield from self._read(path))
            except DataError:
                if path != self._kept:
                    raise
        yield from self._fetch()
        return (yield from self._read(self._kept))

    @property
    def _kept(self) -> Path:
        return cache_folder() / f"{self.name}.npz"

    def _read(self, path: Path) -> Job[Dataset]:
        return load_npz(path, name=self.name, title=self.title, licence=self.licence, class_names=self.class_names)

    def _fetch(self) -> Job[None]:
        """Put the file in its place, whole or not at all."""
        reasons: list[Exception] = []
        for source in self.sources:
            try:
                files = [b""] * len(source.files)
                for number, file in enumerate(source.files):
                    files[number] = yield from download(file)
                packed = yield from source.pack(files)
            except (DownloadError, DataError, OSError) as error:
                reasons.append(error)
                continue
            try:
                self._kept.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._kept, packed)
            except OSError as error:
                raise DataError(
                    f"{self.title} cannot be kept in {self._kept.parent}: {error.strerror or error}."
                ) from error
            return
        raise DataError(
            f"{self.title} could not be downloaded: check the connection and try again, or use the built-in data sets "
            "digits or synthetic, which need none."
        ) from ExceptionGroup("none of the sources worked", reasons)


def cache_folder() -> Path:
    """Where downloaded data is kept."""
    return Path(platformdirs.user_cache_dir("neural-darkroom", appauthor=False))
