"""Pictures of change, drawn on the server as SVG. Each stands beside a table with the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from trellis.features.outcomes.rules import Block, Point

GREEN, SHADE, AMBER, INK = "#1f5c4d", "#e3ece8", "#b35c00", "#3d3d3a"
WIDTH, HEIGHT = 520, 150
CONFIG = {
    "background": "white",
    "font": "Atkinson Hyperlegible, Arial, sans-serif",
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "titleColor": INK, "grid": False},
    "view": {"stroke": None},
}


def incidents_over_time(blocks: Sequence[Block], started_on: date, ended_on: date) -> Markup:
    """Draw incidents in blocks of four weeks, with the time of the programme shaded behind."""
    import altair as alt

    shade = alt.Chart(alt.Data(values=[{"a": started_on.isoformat(), "b": ended_on.isoformat()}])).mark_rect(
        color=SHADE
    )
    values = [
        {
            "first": block.first.isoformat(),
            "last": block.last.isoformat(),
            "count": block.count,
            "serious": "serious" if block.worst >= 3 else "other",
        }
        for block in blocks
    ]
    most = max((block.count for block in blocks), default=0)
    bars = (
        alt.Chart(alt.Data(values=values))
        .mark_bar(binSpacing=2)
        .encode(
            x=alt.X("first:T", title=None, axis=alt.Axis(format="%-d %b", labelOverlap=True)),
            x2="last:T",
            y=alt.Y(
                "count:Q",
                title="Incidents",
                axis=alt.Axis(values=_whole_steps(most), format="d"),
                scale=alt.Scale(domain=[0, most or 1]),
            ),
            # Without a foot, a bar that is given both ends across is drawn as a line.
            y2=alt.Y2Datum(0),
            color=alt.Color(
                "serious:N", legend=None, scale=alt.Scale(domain=["serious", "other"], range=[AMBER, GREEN])
            ),
        )
    )
    behind = shade.encode(x="a:T", x2="b:T")
    return _svg(alt.layer(behind, bars))


def _whole_steps(most: int) -> list[int]:
    step = max(1, -(-most // 5))
    return list(range(0, most + step, step))


def ratings(lines: Sequence[tuple[str, dict[Point, int]]]) -> Markup:
    """Draw 0 to 10 ratings by point, one line each; labels are numbered as in the table."""
    import altair as alt

    values = [
        {"line": name, "point": point.label, "rating": rating} for name, at in lines for point, rating in at.items()
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("point:N", title=None, sort=[p.label for p in Point], axis=alt.Axis(labelAngle=0)),
        y=alt.Y("rating:Q", title="0 to 10", scale=alt.Scale(domain=[0, 10])),
        detail="line:N",
    )
    marks = base.mark_line(color=GREEN, strokeWidth=2) + base.mark_point(color=GREEN, filled=True, size=60)
    ends: dict[tuple[str, int], list[str]] = {}
    for name, at in lines:
        if at:
            ends.setdefault((list(at)[-1].label, list(at.values())[-1]), []).append(name)
    last = [{"line": ", ".join(names), "point": point, "rating": rating} for (point, rating), names in ends.items()]
    names = (
        alt.Chart(alt.Data(values=last))
        .mark_text(align="left", dx=8, fontSize=12, color=INK)
        .encode(x=alt.X("point:N", sort=[p.label for p in Point]), y="rating:Q", text="line:N")
    )
    return _svg(marks + names)


def bars(values: Sequence[tuple[str, float]], title: str) -> Markup:
    """Draw labelled lengths, in the order given."""
    import altair as alt

    chart = (
        alt.Chart(alt.Data(values=[{"what": what, "value": value} for what, value in values]))
        .mark_bar(color=GREEN)
        .encode(
            y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("value:Q", title=title, axis=alt.Axis(tickMinStep=1)),
        )
    )
    return _svg(chart, height=26 * max(1, len(values)))


def _svg(chart: Any, height: int = HEIGHT) -> Markup:
    import vl_convert

    drawn = chart.properties(width=WIDTH, height=height).to_dict()
    drawn["config"] = CONFIG
    return Markup(vl_convert.vegalite_to_svg(drawn))
