"""Charts of a deck: native ones, whose numbers stay editable in their own sheet."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter import Workbook

from revdash.charts.frames import X_LABELS
from revdash.charts.theme import Role, strong
from revdash.exports.deck import Box, colour, placed
from revdash.exports.drawn import End, alt, ends_of, spread, ticks_of
from revdash.exports.lettering import width_of
from revdash.exports.printable import printer, short_day
from revdash.meetings.sheet import Bars, Lines
from revdash.metrics.described import Unit
from revdash.metrics.shown import SIGNS

SIZE: Final = 12  # pt of what stands on axes and at lines
MADE: Final = datetime(1980, 1, 1)
TOP, BOTTOM, LEFT = 0.04, 0.14, 0.09  # shares of a chart that its axes take
LINE_STEP: Final = 0.21  # in between two names at the right
FORMATS: Final = {
    Unit.SHARE: "0 %",
    Unit.HOURS: '0.0" h"',
    Unit.DAYS: '0" days"',
    Unit.WORKDAYS: '0" workdays"',
    Unit.RATIO: "0.00",
    Unit.INDEX: "0",
}


def line_chart(slide: Any, box: Box, block: Lines, currency: str) -> None:
    """Draw one metric by week with its goal and limits as a line chart."""
    data = CategoryChartData(number_format=_format(block.unit, currency))
    data.categories = [short_day(week) for week in block.weeks]
    columns = dict(_columns(block))
    for name, values in columns.items():
        data.add_series(name, values)
    chart = _chart(slide, box, XL_CHART_TYPE.LINE_MARKERS, data, alt(block, currency))
    _keep(chart, data)
    ends = ends_of(block, printer(block.unit, currency))
    ticks = ticks_of(block)
    _value_axis(chart.value_axis, ticks, _format(block.unit, currency))
    _week_axis(chart.category_axis, len(block.weeks))
    widest = max([width_of(end.text, SIZE, is_bold=end.is_bold) for end in ends], default=0.0)
    _frame(chart, 1 - LEFT - (widest + 0.2) / box.width)
    looks = dict(zip(columns, chart.plots[0].series, strict=True))
    for name, series in looks.items():
        _look(series, name, block)
    _points(looks[_VALUE], block)
    _name_ends(looks, ends, ticks, box.height)


def bar_chart(slide: Any, box: Box, block: Bars) -> None:
    """Draw how often each thing happened as bars, the commonest on top."""
    is_whole = all(value == round(value) for value in block.values)
    shown = "#,##0" if is_whole else "#,##0.0"
    data = CategoryChartData(number_format=shown)
    data.categories = block.labels
    data.add_series(block.title, block.values)
    told = "; ".join(f"{n} {v:g}" for n, v in zip(block.labels, block.values, strict=True))
    chart = _chart(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data, f"{block.title}. {told}.")
    _keep(chart, data)
    _name_bars(chart.plots[0], shown)
    across, down = chart.value_axis, chart.category_axis
    across.visible, across.has_major_gridlines = False, False
    across.minimum_scale = min([*block.values, 0.0])
    down.reverse_order = True
    down.format.line.fill.background()
    down.major_tick_mark = XL_TICK_MARK.NONE
    down.tick_labels.font.size, down.tick_labels.font.color.rgb = Pt(SIZE), colour(Role.INK)
    down.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    series = chart.plots[0].series[0]
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour(Role.INK)
    for place, side in enumerate(block.sides):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = colour(strong(side))


def _name_bars(plot: Any, shown: str) -> None:
    """Print each value at its bar's end."""
    plot.gap_width, plot.vary_by_categories = 45, False
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = shown, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(SIZE), colour(Role.INK)


_VALUE, _GOAL, _UPPER, _LOWER = "Value", "Goal", "Upper limit", "Lower limit"
_MIDDLE, _REMARK = "Middle", "Remark"
_ENDS = {"Goal": _GOAL, "Upper": _UPPER, "Lower": _LOWER}


def _columns(block: Lines) -> Iterator[tuple[str, Sequence[float | None]]]:
    """The columns of the chart's sheet."""
    yield _VALUE, block.values
    around = ((_GOAL, block.goal), (_UPPER, block.high), (_LOWER, block.low))
    for name, value in (*around, (_MIDDLE, block.middle)):
        if value is not None:
            yield name, [value] * len(block.weeks)
    marked = {sum(week <= when for week in block.weeks) - 1 for when, _ in block.marks}
    if marked:
        floor = ticks_of(block)[0]
        yield _REMARK, [floor if at in marked else None for at in range(len(block.weeks))]


def _chart(slide: Any, box: Box, kind: Any, data: Any, told: str) -> Any:
    frame = slide.shapes.add_chart(kind, *placed(box), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", told[:2000])
    chart = frame.chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.color.rgb = Pt(SIZE), colour(Role.MUTED)
    return chart


def _keep(chart: Any, data: Any) -> None:
    """Write the chart's sheet again, with texts that are never formulas or links."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet()
        sheet.write_column(1, 0, [one.label for one in data.categories])
        for place, series in enumerate(data, start=1):
            sheet.write(0, place, series.name)
            sheet.write_column(1, place, list(series.values))
    chart.part.chart_workbook.update_from_xlsx_blob(out.getvalue())


def _format(unit: str, currency: str) -> str:
    if unit in {Unit.MONEY, Unit.MONEY_A_DAY}:
        sign = f'"{SIGNS.get(currency, currency)}"'
        return f'[>=1000000]{sign}0.0,,"M";[>=1000]{sign}0,"K";{sign}0'
    return FORMATS.get(Unit(unit), "#,##0") if unit in set(Unit) else "General"


def _value_axis(axis: Any, ticks: Sequence[float], number_format: str) -> None:
    axis.minimum_scale, axis.maximum_scale = ticks[0], ticks[-1]
    axis.major_unit = ticks[1] - ticks[0]
    axis.major_gridlines.format.line.color.rgb = colour(Role.HAIRLINE)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format, False


def _week_axis(axis: Any, weeks: int) -> None:
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{max(1, -(-weeks // X_LABELS))}"/>')
    after = axis._element.find(qn("c:noMultiLvlLbl"))
    after.addprevious(skip)


def _frame(chart: Any, width: float) -> None:
    """Leave room at the right for the names of the lines."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    sides = f'<c:x val="{LEFT}"/><c:y val="{TOP}"/><c:w val="{width:.4f}"/>'
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
            f'<c:xMode val="edge"/><c:yMode val="edge"/>{sides}'
            f'<c:h val="{1 - TOP - BOTTOM}"/></c:manualLayout></c:layout>'
        ),
    )


def _look(series: Any, name: str, block: Lines) -> None:
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE
    line = series.format.line
    if name == _VALUE:
        line.width, line.color.rgb = Pt(2.5), colour(strong(block.side))
    elif name == _GOAL:
        line.width, line.color.rgb = Pt(1.5), colour(Role.INK)
        line.dash_style = MSO_LINE.ROUND_DOT
    elif name == _REMARK:
        line.fill.background()
        _mark(series.marker, XL_MARKER_STYLE.TRIANGLE, Role.INK, 7)
    else:
        line.width, line.color.rgb = Pt(1), colour(Role.MUTED)
        line.dash_style = MSO_LINE.SOLID if name == _MIDDLE else MSO_LINE.DASH


def _points(series: Any, block: Lines) -> None:
    """A dot at the newest value, a diamond where a rule speaks."""
    known = [place for place, value in enumerate(block.values) if value is not None]
    for place in sorted(({*block.signals} & {*known}) | {*known[-1:]}):
        point = series.points[place]
        if place in block.signals:
            _mark(point.marker, XL_MARKER_STYLE.DIAMOND, Role.INK, 9)
        else:
            _mark(point.marker, XL_MARKER_STYLE.CIRCLE, strong(block.side), 7)
        line = point.format.line  # said again: a point of its own forgets the line's look
        line.width, line.color.rgb = Pt(2.5), colour(strong(block.side))


def _mark(marker: Any, style: Any, role: Role, size: int) -> None:
    marker.style, marker.size = style, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour(role)
    marker.format.line.color.rgb = colour(Role.CARD)


def _name_ends(
    looks: dict[str, Any], ends: Sequence[End], ticks: Sequence[float], height: float
) -> None:
    """Name the lines at their right ends, moved apart where they would cover each other."""
    inches = height * (1 - TOP - BOTTOM) / ((ticks[-1] - ticks[0]) or 1)
    ordered = sorted(ends, key=lambda end: -end.value)
    wanted = [(ticks[-1] - end.value) * inches for end in ordered]
    floor = height * (1 - TOP - BOTTOM) + LINE_STEP / 2
    for end, at, put in zip(ordered, wanted, spread(wanted, LINE_STEP, floor), strict=True):
        series = looks[_ENDS.get(end.text.split(" ")[0], _VALUE) if not end.is_bold else _VALUE]
        known = [place for place, value in enumerate(series.values) if value is not None]
        label = series.points[known[-1]].data_label
        label.text_frame.word_wrap = False
        paragraph = label.text_frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = end.text
        run.font.size, run.font.bold = Pt(SIZE), end.is_bold
        run.font.color.rgb = colour(end.role)
        label.position = XL_LABEL_POSITION.RIGHT
        _shift(label, (put - at) / height)


def _shift(label: Any, share: float) -> None:
    if abs(share) > 0.001:  # noqa: PLR2004  less than a pixel
        element = label._dLbl
        moved = (
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:x val="0"/>'
            f'<c:y val="{share:.4f}"/></c:manualLayout></c:layout>'
        )
        element.find(qn("c:idx")).addnext(parse_xml(moved))
