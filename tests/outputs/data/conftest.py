"""What the tests of files for programs share: a collection that means harm."""

from __future__ import annotations

import pytest

from papershelf.catalogue.model import Collection
from support import hostile
from support.helpers import collect, write


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return collect(write(tmp_path_factory.mktemp("hostile"), hostile.files()))
