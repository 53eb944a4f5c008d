// Tiles: columns of equal tiles under their side's rule; each tile is one button.
import { h, s, tipped } from "./dom.js";
import { counted, statement } from "./counted.js";

export function tiles(root, { columns, note }, open) {
  const widths = columns.map((column) => `${Math.max(1, column.tiles.length)}fr`).join(" ");
  root.replaceChildren(
    h("div", { class: "rd-columns", style: { "--rd-widths": widths } }, columns.map((column) => side(column, open))),
    note ? h("p", { class: "rd-noise" }, note) : "",
  );
}

function side(column, open) {
  const count = Math.max(1, column.tiles.length);
  return h(
    "section",
    { class: "rd-column", "data-side": column.side, "aria-label": column.title, style: { "--rd-count": count } },
    h("header", { class: "rd-column-head" }, h("h2", {}, column.title), h("span", {}, column.note)),
    column.tiles.map((tile) => button({ ...tile, side: column.side }, open)),
  );
}

export function button(tile, open) {
  const id = `rd-meaning-${tile.metric}`;
  return h(
    "div",
    { class: "rd-tile-box" },
    tipped(
      h(
        "button",
        {
          class: "rd-tile",
          type: "button",
          "data-part": tile.metric,
          "data-side": tile.side,
          "aria-describedby": id,
          onclick: () => open(tile.metric),
        },
        h("span", { class: "rd-label" }, tile.label),
        value(tile),
        h("span", { class: "rd-note" }, tile.note),
        change(tile),
        goal(tile),
        pace(tile),
        spark(tile),
        signal(tile),
      ),
      tile.meaning,
    ),
    h("span", { id, class: "rd-unseen" }, tile.meaning),
  );
}

// One tile's facts in a line, how it is counted, and its statement folded away.
export function reading(root, { title, tile, facts, sql }) {
  const meaning = h("p", { class: "rd-reading-meaning" }, tile.meaning);
  root.replaceChildren(
    h(
      "section",
      { class: "rd-reading", "data-side": tile.side, "aria-label": tile.label },
      title && h("div", { class: "rd-reading-name" }, h("h2", {}, title), meaning),
      value(tile),
      tile.note && h("span", { class: "rd-note" }, tile.note),
      tile.change && change(tile),
      tile.goal && h("span", { class: "rd-reading-goal" }, goal(tile), tile.pace === null ? null : pace(tile)),
      tile.signal && signal(tile),
      !title && meaning,
    ),
    facts ? counted(facts) : "",
    statement(sql, tile.label),
  );
}

function value(tile) {
  const wide = [...tile.value].reduce((sum, letter) => sum + (/[ .,·:%]/.test(letter) ? 0.32 : 0.66), 0);
  return h(
    "span",
    { class: "rd-value-line", style: { "--rd-wide": wide.toFixed(2) } },
    h("span", { class: `rd-value${tile.is_quiet ? " rd-quiet" : ""}` }, tile.value),
  );
}

function change(tile) {
  return h(
    "span",
    { class: "rd-change" },
    tile.change && h("b", {}, tile.change),
    tile.compared && h("span", {}, tile.compared),
  );
}

function goal(tile) {
  const words = h("span", { class: "rd-goal" }, tile.goal, tile.goal && tile.verdict ? " " : "");
  if (tile.verdict) words.append(h("b", { class: tile.is_missed ? "rd-missed" : null }, tile.verdict));
  return words;
}

function pace(tile) {
  if (tile.pace === null) return h("span");
  const share = (part) => `${(100 * Math.max(0, Math.min(1, part))).toFixed(1)}%`;
  return h(
    "span",
    { class: "rd-pace", "aria-hidden": "true" },
    h("span", { class: "rd-pace-done", style: { width: share(tile.pace) } }),
    tile.pace_mark === null ? null : h("span", { class: "rd-pace-mark", style: { left: share(tile.pace_mark) } }),
  );
}

function signal(tile) {
  if (!tile.signal) return h("span", { class: "rd-signal" });
  const mark = s("svg", { viewBox: "0 0 8 8", width: 8, height: 8, "aria-hidden": "true" }, s("path", { d: "M4 0 8 4 4 8 0 4Z", fill: "currentColor" }));
  const kind = tile.is_signal_bad ? "rd-signal rd-missed" : "rd-signal";
  return h("span", { class: kind, title: tile.signal_text }, mark, h("span", {}, tile.signal));
}

// The line leaves out weeks without a value; an unfinished last week is a hollow point.
function spark(tile) {
  const box = h("span", { class: "rd-spark", "aria-hidden": "true" });
  const known = tile.spark.filter((point) => point !== null);
  if (known.length < 2) return box;
  const low = Math.min(...known);
  const reach = Math.max(...known) - low || 1;
  const at = (point, place) => [(100 * place) / (tile.spark.length - 1), 24 - (20 * (point - low)) / reach];
  const runs = [[]];
  tile.spark.forEach((point, place) => {
    if (point === null) runs.push([]);
    else runs[runs.length - 1].push(at(point, place));
  });
  const svg = s("svg", { viewBox: "0 0 100 28", preserveAspectRatio: "none" });
  for (const run of runs.filter((points) => points.length > 1)) {
    const line = run.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L");
    svg.append(
      s("path", { class: "rd-spark-area", d: `M${run[0][0]} 28L${line}L${run[run.length - 1][0]} 28Z` }),
      s("path", { class: "rd-spark-line", d: `M${line}` }),
    );
  }
  box.append(svg);
  const last = tile.spark[tile.spark.length - 1];
  if (last !== null) {
    const [, y] = at(last, tile.spark.length - 1);
    const kind = tile.is_spark_open ? "rd-spark-end rd-open" : "rd-spark-end";
    box.append(h("span", { class: kind, style: { top: `${((100 * y) / 28).toFixed(1)}%` } }));
  }
  return box;
}
