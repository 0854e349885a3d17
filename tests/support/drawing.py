"""How many examples Hypothesis draws, different ones in each run; `make sweep` draws twenty times as many."""

from __future__ import annotations

from hypothesis import settings

from support.skipped import IS_SWEEP

#: Profile → examples of a test that says no more.
PROFILES = {"quick": 10, "whole": 50, "sweep": 1_000}


def load_profiles() -> None:
    """Register the profiles and choose one; `--hypothesis-profile` chooses another.

    There is no deadline, because a busy machine must not fail a test. If CI is set, Hypothesis draws
    the same examples each time, as in its own default settings.
    """
    for name, number in PROFILES.items():
        settings.register_profile(name, settings(), deadline=None, max_examples=number)
    settings.load_profile("sweep" if IS_SWEEP else "whole")


def times(factor: float) -> int:
    """Return so many times the examples of the profile."""
    return round(factor * settings().max_examples)
