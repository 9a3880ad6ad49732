"""Horizontal bars as an SVG that reads well on light and on dark pages."""

from dataclasses import dataclass
from statistics import median
from typing import Sequence, Tuple
from xml.sax.saxutils import escape

LETTER = 6.7  # mean width of a letter of a label, in pixels
BAR, ROW = 14, 26
PANEL = 300  # the longest bar with its whisker
FIGURE = 76  # for the number behind it
GAP = 24
MARGIN = 20
HEAD = 84
SMALL_PRINT = 16

STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-size: 17px; font-weight: 600; }
  .panel { font-weight: 600; }
  .small { font-size: 10px; fill: #656d76; }
  .page { fill: #ffffff; }
  .bar { fill: #8c96a3; }
  .ours { fill: #1f6feb; }
  .whisker { stroke: #24292f; stroke-width: 1.2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .small { fill: #9198a1; }
    .page { fill: #0d1117; }
    .bar { fill: #656d76; }
    .ours { fill: #4493f8; }
    .whisker { stroke: #e6edf3; }
  }
"""


@dataclass(frozen=True)
class Row:
    """Who is measured; what is ours stands out."""

    label: str
    ours: bool


@dataclass(frozen=True)
class Bar:
    """The values of one row in one panel: the bar is as long as their median, the whisker goes from the smallest to the largest."""

    values: Tuple[float, ...]
    text: str


def bar(values, form):
    """A bar with its median as text."""
    return Bar(tuple(values), form(median(values)))


@dataclass(frozen=True)
class Panel:
    """Bars on one scale, a bar or None for each row."""

    title: str
    bars: Sequence

    @property
    def scale(self):
        """Pixels for 1."""
        largest = max(max(bar.values) for bar in self.bars if bar)
        return PANEL / largest if largest else 0


def draw(title, rows, panels, small_print):
    """The panels side by side, with the rows' labels before the first; the small print is a list of lines."""
    side = MARGIN + max((len(row.label) for row in rows), default=0) * LETTER + 10
    width = side + len(panels) * (PANEL + FIGURE + GAP) - GAP + MARGIN
    rows_end = HEAD + len(rows) * ROW
    height = rows_end + MARGIN + len(small_print) * SMALL_PRINT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{width:.0f}" height="{height:.0f}" rx="6"/>',
        _text(MARGIN, 34, title, "title"),
    ]
    for number, row in enumerate(rows):
        parts.append(_text(MARGIN, _middle(number) + 4, row.label))
    for number, panel in enumerate(panels):
        parts += _panel(panel, side + number * (PANEL + FIGURE + GAP), rows)
    for number, line in enumerate(small_print):
        parts.append(_text(MARGIN, rows_end + MARGIN + number * SMALL_PRINT, line, "small"))
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel, left, rows):
    yield _text(left, HEAD - 14, panel.title, "panel")
    for number, (one, row) in enumerate(zip(panel.bars, rows)):
        if one:
            yield from _bar(one, left, _middle(number), panel.scale, "bar ours" if row.ours else "bar")


def _bar(one, left, middle, scale, kind):
    length = median(one.values) * scale
    low, high = (left + value * scale for value in (min(one.values), max(one.values)))
    yield f'<rect class="{kind}" x="{left:.1f}" y="{middle - BAR / 2:.1f}" width="{length:.1f}" height="{BAR}" rx="2"/>'
    yield (
        f'<path class="whisker" d="M{low:.1f} {middle:.1f}H{high:.1f}'
        f'M{low:.1f} {middle - 4:.1f}v8M{high:.1f} {middle - 4:.1f}v8"/>'
    )
    yield _text(high + 6, middle + 4, one.text)


def _middle(row):
    return HEAD + row * ROW + ROW / 2


def _text(x, y, text, kind=None):
    chosen = f' class="{kind}"' if kind else ""
    return f'<text{chosen} x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'
