"""Fashion-MNIST: 70,000 pictures of clothes, 28×28 pixels, as MNIST is made (H. Xiao, K. Rasul, R. Vollgraf, 2017)."""

from __future__ import annotations

from engine.data.published import PublishedSet, Source

FASHION = PublishedSet(
    "fashion",
    "Fashion-MNIST clothes (28×28)",
    "Fashion-MNIST, Zalando SE, MIT",
    (
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ),
    (
        Source.of_idx(  # the publisher offers no encrypted connection; the checksums see to it that nothing was changed
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            "25c81989df183df01b3e8a0aad5dffbe",
            "bef4ecab320f06d8554ea6380940ec79",
            "bb300cfdad3c16e7a12a480ee83cd310",
        ),
    ),
)  # fmt: skip
