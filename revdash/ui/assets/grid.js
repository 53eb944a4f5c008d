// Grids: a dense table. A row opens its record, by pointer anywhere on it or by its first cell;
// or it carries one button. On a phone only the columns that matter there are shown, or a row is
// a card of them.
import { h } from "./dom.js";

const SENTENCE = 36; // letters, past which a cell may take a second line

export function grid(root, data, open) {
  const { title, note, columns, rows, ids, empty } = data;
  const opens = data.opens && ids.length === rows.length;
  const body = rows.map((cells, place) => row(data, cells, place, () => open(ids[place]), opens));
  const table = h(
    "table",
    { class: isCards(data) ? "rd-grid rd-cards" : "rd-grid" },
    h("thead", {}, h("tr", {}, columns.map((column) => head(data, column)), data.action && h("td", {}))),
    h("tbody", {}, body),
  );
  const region = h("div", { class: "rd-scroll", role: "region", tabindex: 0, "data-part": "scroll", "aria-label": title || data.name }, table);
  if (data.height) region.style.maxHeight = `${data.height}px`;
  root.replaceChildren(
    h(
      "div",
      { class: "rd-table" },
      title &&
        h("header", { class: "rd-table-head" }, h("h3", { class: "rd-title" }, title), seeAll(data, open), h("p", { class: "rd-subtitle" }, note)),
      rows.length ? region : h("p", { class: "rd-empty" }, empty),
    ),
  );
}

function seeAll(data, open) {
  if (!data.every || data.total <= data.rows.length) return null;
  return h("button", { class: "rd-action", type: "button", "data-part": "every", onclick: () => open(data.every) }, `See all ${data.total.toLocaleString("en")}`);
}

function isCards(data) {
  return Object.keys(data.cards).length > 0;
}

function head(data, column) {
  return h("th", { scope: "col", class: kind(data, column) }, column.label);
}

function kind(data, column) {
  const wanted = isCards(data) ? Object.keys(data.cards) : data.phone;
  const isWide = wanted.length && !wanted.includes(column.key);
  return [column.is_number && "rd-number", isWide && "rd-wide"].filter(Boolean).join(" ") || null;
}

function acting(data, place, act) {
  if (!data.action) return null;
  if (!data.acting.includes(data.ids[place])) return h("td", {});
  const name = `${data.action} ${data.rows[place].slice(0, 2).join(", ")}`;
  return h(
    "td",
    { class: "rd-number" },
    h("button", { class: "rd-action", type: "button", "data-part": `act-${data.ids[place]}`, "aria-label": name, onclick: act }, data.action),
  );
}

function row(data, cells, place, open, opens) {
  const drawn = cells.map((text, index) => cell(data, text, index, place, opens));
  if (!opens) return h("tr", {}, drawn, acting(data, place, open));
  return h("tr", { class: "rd-opens", onclick: open }, drawn);
}

function cell(data, text, index, place, opens) {
  const column = data.columns[index];
  const looks = kind(data, column);
  if (index === 0) {
    const name = opens
      ? h("button", { class: "rd-row-name", type: "button", "data-part": `row-${data.ids[place]}` }, text)
      : text;
    return h("th", { scope: "row", class: looks, title: text.length > 40 ? text : null }, name);
  }
  const word = data.cards[column.key] || null;
  const said = text.length > SENTENCE ? [looks, "rd-wraps"].filter(Boolean).join(" ") : looks;
  if (!column.is_bar) return h("td", { class: said, "data-word": word }, data.strong.includes(text) ? h("b", {}, text) : text);
  const share = Math.max(0, Math.min(1, data.bars[place] ?? 0));
  const bar = h("span", { class: "rd-cell-bar", "aria-hidden": "true" }, h("span", { style: { width: `${(100 * share).toFixed(1)}%` } }));
  return h("td", { class: looks, "data-word": word }, h("span", { class: "rd-cell-with-bar" }, bar, text));
}
