"""The headless commands as a shell calls them: what they print, write and end with."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from scipy import ndimage

from engine.command_line import COMMANDS, run
from engine.filters import FILTERS
from engine.filters.recipe import Step
from engine.filters.recipe_presets import find_recipe
from engine.image import Image, load, save

ROOT = Path(__file__).parent.parent.parent


def photo(path: Path, seed: int = 1) -> Path:
    save(Image(np.random.default_rng(seed).integers(0, 256, (40, 50, 3), np.uint8)), path)
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "digits.safetensors"
    assert run(["train", "--epochs", "12", "--save", str(path)]) == 0
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """Run a command with --json and read the last line of standard output."""
    capsys.readouterr()
    status = run([*map(str, arguments), "--json"])
    out, err = capsys.readouterr()
    assert status == 0, err
    return json.loads(out.splitlines()[-1])


def mistake(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command that must end with status 2, one sentence on standard error, and nothing on standard output."""
    capsys.readouterr()
    assert run([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    assert "Traceback" not in err
    return err


# -- filter ----------------------------------------------------------------------------------------------------------


def test_steps_are_applied_in_order(tmp_path: Path) -> None:
    """Median, then Sobel, pixel for pixel as SciPy has them."""
    source = photo(tmp_path / "in.png")
    arguments = ["filter", source, "-o", tmp_path / "out.png", "--step", "median:size=5", "--step", "sobel"]
    assert run([str(argument) for argument in arguments]) == 0
    pixels = load(source).pixels
    expected = np.empty(pixels.shape)
    for channel in range(3):
        median = ndimage.median_filter(pixels[:, :, channel], 5, mode="reflect").astype(float)
        across, down = (ndimage.sobel(median, axis, mode="reflect") for axis in (1, 0))
        expected[:, :, channel] = np.minimum(np.rint(np.hypot(across, down)), 255)
    np.testing.assert_array_equal(load(tmp_path / "out.png").pixels, expected)


def test_a_recipe_comes_before_the_steps(tmp_path: Path) -> None:
    source = photo(tmp_path / "in.png")
    recipe = tmp_path / "recipe.json"
    recipe.write_text('{"recipe": 1, "steps": [{"filter": "greyscale"}]}')
    arguments = ["filter", source, "-o", tmp_path / "out.png", "--recipe", recipe, "--step", "invert"]
    assert run([str(argument) for argument in arguments]) == 0
    grey = np.rint(load(source).pixels @ np.array([0.2126, 0.7152, 0.0722]))
    np.testing.assert_allclose(load(tmp_path / "out.png").pixels[:, :, 0], 255 - grey, atol=1)


def test_a_folder_goes_to_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.png", "b.JPG", "c.tif"):
        photo(tmp_path / "in" / name)
    (tmp_path / "in" / "notes.txt").write_text("no picture")
    told = answer(capsys, "filter", tmp_path / "in", "-o", tmp_path / "made" / "out", "--step", "max-pooling:size=2")
    assert sorted(os.listdir(tmp_path / "made" / "out")) == ["a.png", "b.JPG", "c.tif"]
    assert load(tmp_path / "made" / "out" / "c.tif").pixels.shape == (20, 25, 3)
    assert len(told["written"]) == 3
    assert told["failed"] == {}


def test_one_bad_picture_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = [photo(tmp_path / name) for name in ("a.png", "z.png")]
    (tmp_path / "bad.png").write_text("just a text")
    sources = [good[0], tmp_path / "bad.png", good[1]]
    assert run(["filter", *map(str, sources), "-o", str(tmp_path / "out"), "--step", "invert"]) == 1
    out, err = capsys.readouterr()
    assert sorted(os.listdir(tmp_path / "out")) == ["a.png", "z.png"]
    assert out == f"Wrote 2 pictures to {tmp_path / 'out'}.\n"
    assert err.splitlines() == [
        "bad.png is not a picture of a kind that can be read (PNG, JPEG, WebP, TIFF, BMP, GIF, PPM).",
        "1 of 3 pictures could not be filtered.",
    ]


def test_a_batch_never_overwrites_what_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = photo(tmp_path / "a.png"), photo(tmp_path / "b.png")
    before = one.read_bytes()
    assert "overwritten" in mistake(capsys, "filter", one, two, "-o", tmp_path, "--step", "invert")
    assert one.read_bytes() == before
    (tmp_path / "other").mkdir()
    same = photo(tmp_path / "other" / "a.png")
    assert "both be written" in mistake(capsys, "filter", one, same, "-o", tmp_path / "out", "--step", "invert")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.png", "-o", "x.png", "--step", "sobell"], "There is no filter 'sobell'; there are"),
        (["a.png", "-o", "x.png", "--step", "median:size=4"], "size must be odd, from 1 to 101; got 4."),
        (
            ["a.png", "-o", "x.png", "--step", "median:width=4"],
            "Median has no setting 'width'; it has size, window, border.",
        ),
        (["a.png", "-o", "x.png", "--step", "median:5"], "'5' in 'median:5' is not a setting"),
        (["none.png", "-o", "x.png"], "none.png cannot be read"),
        (["text.png", "-o", "x.png"], "text.png is not a picture"),
        (["a.png", "-o", "missing/x.png"], "cannot be written"),
        (["a.png", "-o", "x.docx"], "does not say its format"),
        (["a.png", "text.png", "-o", "x.png"], "Several pictures need a folder"),
        (["empty", "-o", "x"], "There are no pictures in empty."),
        (["a.png", "-o", "x.png", "--recipe", "text.png"], "The recipe is not JSON"),
        (["a.png"], "The following arguments are required: -o/--output"),
    ],
)
def test_mistakes_with_filter(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    photo(Path("a.png"))
    Path("text.png").write_text("just a text")
    Path("empty").mkdir()
    assert said in mistake(capsys, "filter", *arguments)
    assert sorted(os.listdir()) == ["a.png", "empty", "text.png"]


# -- networks --------------------------------------------------------------------------------------------------------


def test_training_tells_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.safetensors"
    told = answer(capsys, "train", "--network", "textbook", "--epochs", 2, "--seed", 7, "--save", path)
    assert 0.2 < told["test_accuracy"] <= 1
    assert (told["network"], told["data"], told["seed"], told["epochs"]) == ("textbook", "digits", 7, 2)
    assert told["model"] == str(path)
    assert told["seconds"] > 0
    again = answer(capsys, "train", "--network", "textbook", "--epochs", 2, "--seed", 7, "--save", tmp_path / "y")
    assert again["test_accuracy"] == told["test_accuracy"]
    evaluated = answer(capsys, "evaluate", path)
    assert evaluated["test_accuracy"] == told["test_accuracy"]
    assert np.array(evaluated["confusion"]).sum() == evaluated["pictures"] == 360


def test_a_model_can_be_trained_on(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = answer(capsys, "evaluate", model)["test_accuracy"]
    told = answer(capsys, "train", "--network", model, "--epochs", 10, "--save", tmp_path / "more.safetensors")
    assert told["test_accuracy"] >= before - 0.01
    assert told["network"] == "mlp-128"


@pytest.mark.mnist
def test_mnist_is_learned(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "train", "--data", "mnist", "--network", "mlp-128", "--epochs", 3, "--seed", 1)
    assert told["test_accuracy"] >= 0.97


def test_pictures_are_classified(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sklearn.datasets import load_digits

    digits = load_digits()
    paths = []
    for index in range(10):
        paths.append(tmp_path / f"{digits.target[index]}.png")
        Pillow.fromarray((digits.images[index] * 255 / 16).astype(np.uint8)).save(paths[-1])
    told = answer(capsys, "classify", model, *paths)["pictures"]
    right = [entry["class"] == Path(entry["picture"]).stem for entry in told]
    assert sum(right) >= 9
    for entry in told:
        assert entry["certainty"] == max(entry["outputs"].values())
        assert entry["outputs"][entry["class"]] == entry["certainty"]


def test_dreams_are_written_and_repeatable(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one.png", "two.png"):
        told = answer(capsys, "dream", model, "--want", 3, "--seed", 1, "-o", tmp_path / name)
        assert told["certainty"] >= 0.99
        assert told["wanted"] == ["3"]
        assert told["dreams"][0]["outputs"]["3"] == pytest.approx(told["certainty"])
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert answer(capsys, "classify", model, tmp_path / "one.png")["pictures"][0]["class"] == "3"


@pytest.mark.parametrize("method", ["gradient", "search"])
def test_several_dreams_at_once(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], method: str) -> None:
    path = tmp_path / "x.npz"
    told = answer(capsys, "dream", model, "--want", "4,7", "--forbid", 9, "--count", 3, "--method", method, "-o", path)
    assert told["wanted"] == ["4", "7"] * 3
    with np.load(path) as arrays:
        assert arrays["images"].shape == (6, 8, 8)
        np.testing.assert_array_equal(arrays["wanted"], [4, 7] * 3)
        assert arrays["certainty"].min() == pytest.approx(told["certainty"])


def test_settings_are_options(model: Path, tmp_path: Path) -> None:
    def film(*options: str) -> int:
        assert run(["dream", str(model), "--want", "3", "-o", str(tmp_path / "x.gif"), *options]) == 0
        with Pillow.open(tmp_path / "x.gif") as picture:
            return picture.n_frames

    assert film("--steps", "5") == 6
    assert film("--method", "search", "--rounds", "3", "--thrift", "0") <= 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "--data", "nothing"], "There is no data set 'nothing'"),
        (["train", "--network", "nothing"], "There is no network 'nothing'"),
        (["train", "--epochs", "0"], "epochs must be from 1 to"),
        (["train", "--epochs", "many"], "epochs must be a number; got 'many'."),
        (["train", "--save", "missing/x.safetensors"], "there is no folder missing"),
        (["train", "--save", "."], "it is a folder"),
        (["train", "--data", "nolabels.npz"], "y_train"),
        (["evaluate", "none.safetensors"], "cannot be read"),
        (["evaluate", "flipped.safetensors"], "flipped.safetensors is damaged"),
        (["classify", "{model}", "text.png"], "text.png is not a picture"),
        (["dream", "{model}", "--want", "x", "-o", "x.png"], "The network knows no 'x'; it knows 0, 1, 2"),
        (["dream", "{model}", "--want", "", "-o", "x.png"], "Say what to dream of"),
        (["dream", "{model}", "--want", "3", "--forbid", "3", "-o", "x.png"], "3 cannot be wanted and forbidden"),
        (["dream", "{model}", "--want", "3", "-o", "x.txt"], "end it in .png, .gif, .npz."),
        (["dream", "{model}", "--want", "3", "-o", "missing/x.png"], "there is no folder missing"),
        (["dream", "{model}", "--want", "3", "--count", "0", "-o", "x.png"], "count must be from 1 to 1000"),
        (["dream", "{model}", "--want", "3", "--rounds", "5", "-o", "x.png"], "--rounds is no setting of --method"),
        (["dream", "{model}", "--want", "3", "--method", "wish", "-o", "x.png"], "invalid choice: 'wish'"),
        (["list", "clouds"], "invalid choice: 'clouds'"),
        (["fliter"], "There is no command and no picture 'fliter'"),
        (["--verbose"], "There is no command and no picture '--verbose'"),
        (["tour", "-o", "text.png"], "The folder text.png cannot be made"),
    ],
)
def test_mistakes_with_networks(
    model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.png").write_text("just a text")
    np.savez("nolabels.npz", x_train=np.zeros((9, 8, 8)))
    flipped = bytearray(model.read_bytes())
    flipped[-1000] ^= 1
    Path("flipped.safetensors").write_bytes(flipped)
    there = sorted(os.listdir())
    assert said in mistake(capsys, *(argument.format(model=model) for argument in arguments))
    assert sorted(os.listdir()) == there


# -- list, help, and the process -------------------------------------------------------------------------------------


def test_lists_are_in_aligned_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "networks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines][:3] == ["logistic", "textbook", "mlp-128"]
    assert len({len(line) - len(line.split("  ", 1)[1].lstrip()) for line in lines}) == 1
    told = answer(capsys, "list", "filters")["filters"]
    assert [entry["name"] for entry in told] == sorted(FILTERS)
    for entry in answer(capsys, "list", "kernels")["kernels"]:
        assert Step.parse(entry["step"]).filter.to_plain()["weights"] == tuple(map(tuple, entry["weights"]))
    assert {entry["name"] for entry in answer(capsys, "list", "datasets")["datasets"]} >= {"digits", "mnist"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_takes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"python main.py {command}" in capsys.readouterr().out
    assert run([]) == run(["--help"]) == 0
    assert command in capsys.readouterr().out


def shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_no_command_imports_qt(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.png")
    script = (
        "import sys, main\n"
        f"status = main.main(['filter', {str(source)!r}, '-o', {str(tmp_path / 'b.png')!r}, '--step', 'sobel'])\n"
        "bad = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'gui', 'pyqtgraph')]\n"
        "sys.exit(status or bool(bad))\n"
    )
    done = shell("-c", script)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b.png").exists()


def test_compiled_kernels_are_kept_in_the_cache_folder_of_the_application(tmp_path: Path) -> None:
    script = "import main, os; main.main(['list', 'networks']); print(os.environ['NUMBA_CACHE_DIR'])"
    without = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**without, "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    folder = Path(done.stdout.splitlines()[-1])
    assert folder.is_dir()
    assert folder.is_relative_to(tmp_path)


def test_a_reader_that_stops_early_is_no_error() -> None:
    done = subprocess.run(
        f'"{sys.executable}" main.py list filters | head -1', shell=True, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_ctrl_c_ends_quietly_and_leaves_nothing(tmp_path: Path) -> None:
    import pty

    target = tmp_path / "x.safetensors"
    ours, theirs = pty.openpty()
    arguments = ["main.py", "train", "--network", "textbook", "--epochs", "10000", "--save", str(target)]
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True
    )
    said = b""
    while b"epoch" not in said:  # the line of progress: it trains
        said += os.read(ours, 1000)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    os.close(theirs)
    os.set_blocking(ours, False)
    with contextlib.suppress(OSError):  # nothing more was said
        said += os.read(ours, 100_000)
    os.close(ours)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in said
    assert os.listdir(tmp_path) == []


def test_a_shipped_recipe_goes_by_its_name(tmp_path: Path) -> None:
    source = photo(tmp_path / "in.png")
    assert run(["filter", str(source), "-o", str(tmp_path / "out.png"), "--recipe", "mosaic"]) == 0
    expected = find_recipe("mosaic")(load(source)).pixels
    np.testing.assert_array_equal(load(tmp_path / "out.png").pixels, expected)


def test_classify_names_the_bad_picture_among_good_ones(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = photo(tmp_path / "good.png"), tmp_path / "bad.png"
    bad.write_text("no picture")
    assert run(["classify", str(model), str(bad), str(good), "--json"]) == 1
    said = capsys.readouterr()
    assert [answer["picture"] for answer in json.loads(said.out)["pictures"]] == [str(good)]
    assert "bad.png is not a picture" in said.err


def test_a_judge_says_what_others_see_in_dreams_noise_and_real_pictures(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ",".join("0123456789")
    told = answer(capsys, "dream", model, "--want", wanted, "--count", 3, "--judge", "-o", tmp_path / "sheet.png")
    assert set(told["judge"]) == {"dreams", "noise", "real"}
    assert told["judge"]["noise"]["network_agrees"] < 0.5 < told["judge"]["real"]["network_agrees"]
