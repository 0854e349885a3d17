"""Lighthouse (mobile) on the built site: the median of three runs for each page and category.

Builds the site of this collection into a temporary folder and serves it over gzip. Exits with 1
where a median is below the aim: 95 for performance, 100 for the rest. Run by `make lighthouse`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from gzipped import serving
from papershelf.plugin import build_site

ROOT = Path(__file__).parent.parent
PAGES = ("", "papers/", "papers/zheng2024learning/", "topics/medical-imaging/")
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3


def run(url: str) -> dict[str, int]:
    """The scores of one run, by category."""
    command = [
        str(ROOT / ".venv/lighthouse/node_modules/.bin/lighthouse"),
        url, "--output=json", "--quiet",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        f"--only-categories={','.join(AIMS)}",
    ]  # fmt: skip
    chrome = os.environ.get("PAPERSHELF_BROWSER") or shutil.which("chromium") or ""
    environment = os.environ | {"CHROME_PATH": chrome}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout)["categories"]
    return {name: round((found[name]["score"] or 0) * 100) for name in AIMS}


def main() -> int:
    """Prints a line for each page."""
    is_short = False
    with tempfile.TemporaryDirectory(prefix="papershelf-") as folder:
        build_site(ROOT, site_dir=Path(folder))
        with serving(Path(folder)) as url:
            for page in PAGES:
                runs = [run(url + page) for _ in range(RUNS)]
                medians = {name: statistics.median(one[name] for one in runs) for name in AIMS}
                is_short = is_short or any(medians[name] < AIMS[name] for name in AIMS)
                print(f"/{page:<30}", *(f"{name} {value:g}" for name, value in medians.items()))
    return int(is_short)


if __name__ == "__main__":
    sys.exit(main())
