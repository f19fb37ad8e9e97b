"""MNIST: 70,000 handwritten digits of 28×28 pixels (Y. LeCun, C. Cortes, C. Burges)."""

from __future__ import annotations

from engine.data.download import RemoteFile
from engine.data.published import PublishedSet, Source, as_it_is

MNIST = PublishedSet(
    "mnist",
    "MNIST digits (28×28)",
    "MNIST, Y. LeCun and C. Cortes, CC BY-SA 3.0",
    tuple("0123456789"),
    (
        Source(
            (
                RemoteFile(
                    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
                    "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
                ),
            ),
            as_it_is,
        ),
        Source.of_idx(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "f68b3c2dcbeaaa9fbdd348bbdeb94873",
            "d53e105ee54ea40749a09fcbcd1e9432",
            "9fb629c4189551a2d022fa330f9573f3",
            "ec29112dd5afa0611ce80d1b7f02629c",
        ),
    ),
)
