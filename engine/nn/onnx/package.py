"""The package `onnx`, which only those need who use such files."""

from __future__ import annotations

from types import ModuleType

from engine.nn.model_file import ModelError


def require_onnx() -> ModuleType:
    """The package. Raises ModelError where it is not installed."""
    try:
        import onnx
    except ImportError:
        raise ModelError("ONNX files need the package onnx: install it with: pip install onnx") from None
    return onnx
