"""The typed data and the address of every page.

In: a Collection, the settings, the related papers. Out: one typed view per page. Texts are plain
(templates escape them) or `Html`, which is escaped here for its place. Renders no template and
writes nothing.
"""

from papershelf.outputs.views.moves import Move, MoveView, all_moves
from papershelf.outputs.views.pages import Group, all_groups, all_pages
from papershelf.outputs.views.paper_views import PaperView
from papershelf.outputs.views.reading_views import CourseView, DigestView
from papershelf.outputs.views.records import (
    Crumb,
    Head,
    HomeView,
    IndexView,
    Link,
    ListView,
    Row,
    View,
)
from papershelf.outputs.views.single_pages import (
    BasketView,
    CalendarView,
    GuideView,
    MapView,
    StatsView,
    TrendingView,
)

__all__ = [
    "BasketView", "CalendarView", "CourseView", "Crumb", "DigestView", "Group", "GuideView", "Head",
    "HomeView", "IndexView", "Link", "ListView", "MapView", "Move", "MoveView", "PaperView", "Row",
    "StatsView", "TrendingView", "View", "all_groups", "all_moves", "all_pages",
]  # fmt: skip
