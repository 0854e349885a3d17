"""Collection → views: which pages exist, their addresses, and what each needs.

In: a Collection, the settings, the related papers. Out: typed views, one for each page, whose texts
are plain (the templates escape them) or `Html` that was escaped for its place here.
It renders no template and writes nothing.
"""

from papershelf.outputs.views.moves import Move, all_moves
from papershelf.outputs.views.pages import all_pages
from papershelf.outputs.views.records import (
    CourseView,
    Crumb,
    Head,
    HomeView,
    IndexView,
    Link,
    ListView,
    MoveView,
    PaperView,
    Row,
    View,
)
from papershelf.outputs.views.single_pages import BasketView, GuideView, MapView, StatsView

__all__ = [
    "BasketView", "CourseView", "Crumb", "GuideView", "Head", "HomeView", "IndexView", "Link",
    "ListView", "MapView", "Move", "MoveView", "PaperView", "Row", "StatsView", "View",
    "all_moves", "all_pages",
]  # fmt: skip
