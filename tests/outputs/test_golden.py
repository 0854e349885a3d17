"""The pages of an invented collection, as they were read and approved: `make golden` renews them."""

from __future__ import annotations

from papershelf.outputs import everything, related
from papershelf.outputs.settings import Settings
from papershelf.storage import files
from support.helpers import ROOT, collect, compare

GOLDEN = ROOT / "tests" / "golden"
SETTINGS = Settings(
    site_name="Golden", repo_url="https://github.com/example/golden", per_page=2, min_papers=1
)


def test_pages(renew: bool) -> None:
    """Every page, byte by byte, and no page more or less."""
    collection = collect(GOLDEN / "collection")
    made = list(everything.make(collection, SETTINGS, related.find(collection)))
    folder = GOLDEN / "pages"
    if renew:
        files.sync(folder, ((output.src_uri, output.data) for output in made))
    assert sorted(files.iter_files(folder)) == sorted(output.src_uri for output in made)
    for output in made:
        compare(folder / output.src_uri, output.data.decode(), renew=False)
