"""Settings declared once: checked whenever a value is made, printed so that they parse back."""

from __future__ import annotations

import enum
import json
from dataclasses import FrozenInstanceError, dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UserError
from engine.params import Declared, Matrix, Odd, ParameterError, Range, When, param


class Metal(enum.Enum):
    IRON = "iron"
    GOLD = "gold"


@dataclass(frozen=True)
class Coin(Declared):
    """A value with a setting of each kind."""

    size: int = param(3, "side of the window", range=Odd(1, 101), unit="px")
    worth: float = param(0.5, "how much it buys", range=Range(0, 1000))
    metal: Metal = param(Metal.GOLD, "what it is made of")
    shiny: bool = param(True, "whether it shines")
    motto: str = param("", "what is written on its rim")
    relief: Matrix = param(((0.0, 1.0), (1.0, 0.0)), "its heights")
    year: int = param(1900, "when it was struck")
    karat: int = param(24, "how pure it is", range=Range(1, 24), when=When("metal", (Metal.GOLD,)))
    edge: float = param(1.0, "how wide its rim is", when=When("worth"))


@pytest.mark.parametrize("name", [setting.name for setting in Coin.settings()])
def test_settings_carry_what_was_declared(name: str) -> None:
    setting = Coin.setting(name)
    assert setting.help
    assert getattr(Coin(), name) == setting.default


def test_the_first_word_of_a_label_is_capitalised() -> None:
    @dataclass(frozen=True)
    class Plan(Declared):
        learning_rate: float = param(0.1, "step of the descent")

    assert Plan.setting("learning_rate").label == "Learning rate"
    assert Plan.setting("learning-rate").name == "learning_rate"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"size": 4}, "size must be odd, from 1 to 101; got 4"),
        ({"size": 103}, "size must be odd, from 1 to 101; got 103"),
        ({"size": 3.5}, "size must be a whole number; got 3.5"),
        ({"size": True}, "size must be a number; got True"),
        ({"size": None}, "size must be a number; got None"),
        ({"worth": float("nan")}, "worth must be a number; got nan"),
        ({"worth": float("inf")}, "worth must be a number; got inf"),
        ({"worth": -0.1}, "worth must be from 0 to 1000; got -0.1"),
        ({"metal": "tin"}, "metal must be one of iron, gold; got 'tin'"),
        ({"metal": ["iron"]}, "metal must be one of iron, gold; got ['iron']"),
        ({"shiny": 1}, "shiny must be yes or no; got 1"),
        ({"motto": 5}, "motto must be a text; got 5"),
        ({"relief": ()}, "relief must be a table whose rows are equally long"),
        ({"relief": ((1.0,), (1.0, 2.0))}, "relief must be a table whose rows are equally long"),
        ({"relief": ((0.0,) * 32,)}, "relief must have at most 31 rows and columns; got 1 by 32"),
        ({"relief": 3}, "relief must be a table of numbers; got 3"),
        ({"relief": "123"}, "relief must be a table of numbers; got '123'"),
        ({"relief": (("x",),)}, "relief must be a number; got 'x'"),
    ],
)
def test_a_bad_value_never_becomes_a_value(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        Coin(**values)
    assert str(caught.value) == message
    assert isinstance(caught.value, UserError)
    with pytest.raises(ParameterError):
        replace(Coin(), **values)


def test_a_value_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        Coin().size = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("size", " 5 ", 5),
        ("size", "5.0", 5),
        ("worth", "1/8", 0.125),
        ("worth", "1e-3", 0.001),
        ("metal", "iron", Metal.IRON),
        ("shiny", "No", False),
        ("shiny", "on", True),
        ("motto", " E pluribus ", " E pluribus "),
        ("relief", "0 -1 0; -1 5 -1; 0 -1 0", ((0.0, -1.0, 0.0), (-1.0, 5.0, -1.0), (0.0, -1.0, 0.0))),
        ("relief", "1/9,1/9", ((1 / 9, 1 / 9),)),
        ("year", "9007199254740993", 9007199254740993),
    ],
)
def test_values_are_read_as_they_are_typed(name: str, text: str, value: Any) -> None:
    read = Coin.setting(name).parse(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [("size", ""), ("size", "five"), ("worth", "1/0"), ("worth", "1e999"), ("shiny", "maybe"), ("relief", "1 2;")],
)
def test_what_cannot_be_read_is_refused(name: str, text: str) -> None:
    with pytest.raises(ParameterError):
        Coin.setting(name).parse(text)


numbers = st.floats(allow_nan=False, allow_infinity=False)
tables = st.integers(1, 5).flatmap(lambda width: st.lists(st.tuples(*[numbers] * width), min_size=1, max_size=5))
coins = st.builds(
    Coin,
    size=st.integers(0, 50).map(lambda half: 2 * half + 1),
    worth=st.floats(0, 1000),
    metal=st.sampled_from(Metal),
    shiny=st.booleans(),
    motto=st.text(),
    relief=tables.map(tuple),
    year=st.integers(-(10**20), 10**20),
)


@given(coins)
def test_what_is_printed_parses_back(coin: Coin) -> None:
    texts = {setting.name: setting.print(getattr(coin, setting.name)) for setting in Coin.settings()}
    assert Coin(**{name: Coin.setting(name).parse(text) for name, text in texts.items()}) == coin


@given(coins)
def test_json_gives_the_same_value_back(coin: Coin) -> None:
    assert Coin.from_plain(json.loads(json.dumps(coin.to_plain()))) == coin


def test_an_unknown_setting_is_named_with_those_there_are() -> None:
    with pytest.raises(ParameterError, match=r"Coin has no setting 'weight'; it has size, worth, metal"):
        Coin.from_plain({"weight": 1})


def test_description_names_only_what_was_changed() -> None:
    assert Coin().describe() == ""
    assert Coin(size=5, metal="iron", shiny=False).describe() == "size 5 px, metal iron, shiny no"


def test_a_setting_says_when_it_counts() -> None:
    karat, edge = Coin.setting("karat"), Coin.setting("edge")
    assert karat.counts_in(Coin())
    assert not karat.counts_in(Coin(metal=Metal.IRON))
    assert not edge.counts_in(Coin(worth=0))
    assert Coin.setting("size").counts_in(Coin(worth=0))
    assert When("metal", (Metal.GOLD, Metal.IRON)).describe() == "with metal gold or iron"
    assert When("worth").describe() == "with worth above 0"
    assert When("shiny", (False,)).describe() == "without shiny"
