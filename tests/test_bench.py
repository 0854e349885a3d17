"""The benchmark, on a small catalogue."""

from __future__ import annotations

import runpy

import pytest

from support.helpers import ROOT

pytestmark = pytest.mark.slow


def test_it_measures_each_step() -> None:
    """None takes no time."""
    measured = runpy.run_path(str(ROOT / "scripts/bench.py"))["measure"](40)
    assert measured.pop("outputs") > 400
    assert measured and min(measured.values()) > 0
