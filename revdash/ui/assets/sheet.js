// A sheet's blocks: tiles of both sides beside each other, charts, bars, tables, and what was said.
import { h } from "./dom.js";
import { button } from "./tiles.js";
import { chart } from "./chart.js";
import { doing } from "./meeting_deeds.js";

const SHORT = 18; // letters
const LONG = 14; // rows, past which a table scrolls under its head
const DRAWN = { tiles, lines, bars, cells, words };

export function blocks(page, part) {
  const rows = [];
  for (const block of part.blocks) {
    const last = rows.at(-1);
    if (last && fits(last, block)) last.push(block);
    else rows.push([block]);
  }
  return h("div", { class: "rd-blocks" }, rows.map((row) => h("div", { class: `rd-block-row rd-${row.length > 1 ? shape(row) : "alone"}` }, row.map((block) => DRAWN[block.kind](page, part, block, row)))));
}

// The two sides stand beside each other; so do charts, and bars beside the table they sum up.
function fits(row, block) {
  const [first] = row;
  if (row.length > 1) return false;
  if (first.kind === "bars" && block.kind === "cells") return !block.side;
  if (first.kind !== block.kind) return false;
  if (block.kind === "lines" || block.kind === "bars") return true;
  return first.side === "marketing" && block.side === "sales";
}

function shape(row) {
  return row[0].kind === "bars" && row[1].kind === "cells" ? "sided" : "halves";
}

// Under its side's rule; the side is said in words too.
function ruled(block, ...inner) {
  const side = block.title.toLowerCase().includes(block.side) ? "" : block.side[0].toUpperCase() + block.side.slice(1);
  const head = h("header", { class: "rd-column-head" }, h("h3", {}, side || block.title), side && h("span", {}, block.title));
  return h("section", { class: "rd-ruled", "data-side": block.side, "aria-label": [side, block.title].filter(Boolean).join(", ") }, head, inner);
}

// Tiles to talk about stand out; the quiet ones fold into one line, which opens.
function tiles(page, part, block, row) {
  const loud = block.tiles.filter((tile) => !tile.is_quiet);
  const quiet = block.tiles.filter((tile) => tile.is_quiet);
  const most = Math.max(...row.map((one) => one.tiles?.filter((tile) => !tile.is_quiet).length ?? 0));
  const across = row.length > 1 ? (most === 3 || most > 4 ? 3 : 2) : 6;
  return ruled(
    block,
    loud.length > 0 && h("div", { class: "rd-m-tiles", style: { "--rd-across": across } }, loud.map((tile) => tileOf(page, block, tile))),
    quiet.length > 0 && folded(page, part, block, quiet, loud.length),
    block.tiles.length === 0 && h("p", { class: "rd-empty" }, "Nothing to show here yet."),
  );
}

function tileOf(page, block, tile) {
  const pressed = (metric) => page.send({ do: "open", metric, first: tile.first, last: tile.last, filters: tile.filters });
  return button({ ...tile, value: tile.shown, side: block.side, pace: null, spark: [], is_quiet: tile.is_empty }, pressed);
}

function folded(page, part, block, quiet, louder) {
  const short = quiet.map((tile) => h("span", {}, tile.label, " ", h("b", {}, tile.shown), tile.verdict && ` ${tile.verdict}`));
  const word = louder ? `${quiet.length} more, quiet` : `All ${quiet.length} quiet`;
  return h(
    "details",
    { class: "rd-quiet-line", "data-part": `quiet-${part.heading}-${block.side}-${block.title}` },
    h("summary", {}, h("b", {}, word), h("span", { class: "rd-quiet-said" }, short)),
    h("div", { class: "rd-m-tiles", style: { "--rd-across": 4 } }, quiet.map((tile) => tileOf(page, block, tile))),
  );
}

function lines(page, part, block) {
  const place = h("div", { class: "rd-m-chart" });
  queueMicrotask(() => chart(place, block.chart));
  return place;
}

function bars(page, part, block) {
  const most = Math.max(...block.values, 1);
  const one = (label, at) =>
    h(
      "li",
      { "data-side": block.sides[at] ?? "shared" },
      h("span", { class: "rd-bar-label" }, label),
      h("span", { class: "rd-bar-track", "aria-hidden": "true" }, h("span", { style: { width: `${((100 * block.values[at]) / most).toFixed(1)}%` } })),
      h("b", {}, block.values[at].toLocaleString("en")),
    );
  return h(
    "section",
    { class: "rd-bars", "aria-label": block.title },
    titled(block, block.subtitle),
    block.labels.length ? h("ol", {}, block.labels.map(one)) : h("p", { class: "rd-empty" }, "Nothing was counted."),
  );
}

function titled(block, note) {
  return h("header", { class: "rd-table-head" }, h("h3", { class: "rd-title" }, block.title), note && h("p", { class: "rd-subtitle" }, note));
}

// A column that says nothing in any row is left out.
function said(block) {
  const kept = block.columns.map((_, at) => at).filter((at) => at === 0 || !block.rows.length || block.rows.some((row) => row[at]));
  const numbers = kept.filter((at) => at >= block.columns.length - block.numbers).length;
  return { ...block, numbers, columns: kept.map((at) => block.columns[at]), rows: block.rows.map((row) => kept.map((at) => row[at])) };
}

function cells(page, part, whole) {
  const block = said(whole);
  const first = block.columns.length - block.numbers;
  const looks = block.columns.map((_, at) => [at >= first && "rd-number", isShort(block, at) && "rd-short"].filter(Boolean).join(" ") || null);
  const rows = block.rows.map((row, at) => line(page, block, row, at, looks));
  const has = block.keys.some((key) => doing.of(page, key).length);
  const head = h("tr", {}, block.columns.map((word, at) => h("th", { scope: "col", class: looks[at] }, word)), has && h("td", {}));
  const table = h("div", { class: block.rows.length > LONG ? "rd-scroll rd-long" : "rd-scroll", role: "region", tabindex: 0, "data-part": `scroll-${block.title}-${block.side}`, "aria-label": block.title }, h("table", { class: "rd-grid rd-cards rd-m-cells" }, h("thead", {}, head), h("tbody", {}, rows)));
  const shown = block.rows.length ? table : h("p", { class: "rd-empty" }, block.empty || "Nothing yet.");
  const note = block.note && h("p", { class: "rd-noise" }, block.note);
  if (block.side === "marketing" || block.side === "sales") return ruled(block, shown, note);
  return h("section", { class: "rd-table" }, titled(block, block.note), shown);
}

// A column of days or names stands on one line; only sentences wrap.
function isShort(block, at) {
  return at > 0 && block.rows.every((row) => row[at].length < SHORT);
}

function line(page, block, row, place, looks) {
  const key = block.keys[place] ?? "";
  const may = doing.of(page, key);
  const told = (text, column) => (column === "About" && text && block.about?.[place] ? about(page, block, text, place) : text);
  const opens = /^lead:/.test(key);
  const name = opens ? h("button", { class: "rd-row-name", type: "button", "data-part": `row-${key}`, onclick: () => page.send({ do: "lead", key }) }, row[0]) : row[0];
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name),
    row.slice(1).map((text, at) => h("td", { class: looks[at + 1], "data-word": text && block.columns[at + 1] }, told(text, block.columns[at + 1]))),
    may.length > 0 && h("td", { class: "rd-m-act" }, doing.buttons(page, key, row[0])),
  );
}

// The number or the deal that a row rests on, opened as its tile or its record is.
function about(page, block, text, place) {
  const [kind, name] = block.about[place].split(/:(.*)/s);
  const told = kind === "metric" ? { do: "about", metric: name } : { do: "deal", key: name };
  return h("button", { class: "rd-row-name", type: "button", "data-part": `about-${block.title}-${block.side}-${place}`, onclick: () => page.send(told) }, text);
}

function words(page, part, block) {
  if (!block.said.length) return "";
  const may = (key) => doing.of(page, key).length > 0 && doing.buttons(page, key, part.title);
  const one = ([who, when, what, key]) => h("li", {}, h("span", {}, h("b", {}, who), when && ` · ${when}`), may(key), h("p", {}, what));
  return h("section", { class: "rd-words", "aria-label": "Notes" }, h("h3", { class: "rd-unseen" }, "Notes"), h("ul", {}, block.said.map(one)));
}
