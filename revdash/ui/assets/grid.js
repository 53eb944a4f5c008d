// Grids: a dense table; a row opens its record, by pointer anywhere on it or by its first cell.
import { h } from "./dom.js";

export function grid(root, data, open) {
  const { title, note, columns, rows, ids, empty } = data;
  const opens = data.opens && ids.length === rows.length;
  const body = rows.map((cells, place) => row(data, cells, place, opens ? () => open(ids[place]) : null));
  const table = h(
    "table",
    { class: "rd-grid" },
    h("thead", {}, h("tr", {}, columns.map((column) => head(column)))),
    h("tbody", {}, body),
  );
  const region = h("div", { class: "rd-scroll", role: "region", tabindex: 0, "data-part": "scroll", "aria-label": title || data.name }, table);
  if (data.height) region.style.maxHeight = `${data.height}px`;
  root.replaceChildren(
    h(
      "div",
      { class: "rd-table" },
      title && h("header", { class: "rd-table-head" }, h("h3", { class: "rd-title" }, title), h("p", { class: "rd-subtitle" }, note)),
      rows.length ? region : h("p", { class: "rd-empty" }, empty),
    ),
  );
}

function head(column) {
  return h("th", { scope: "col", class: column.is_number ? "rd-number" : null }, column.label);
}

function row(data, cells, place, open) {
  const drawn = cells.map((text, index) => cell(data, text, index, place, open));
  if (!open) return h("tr", {}, drawn);
  return h("tr", { class: "rd-opens", onclick: () => open() }, drawn);
}

function cell(data, text, index, place, open) {
  const column = data.columns[index];
  const kind = column.is_number ? "rd-number" : null;
  if (index === 0) {
    const name = open
      ? h("button", { class: "rd-row-name", type: "button", "data-part": `row-${data.ids[place]}` }, text)
      : text;
    return h("th", { scope: "row", class: kind, title: text.length > 40 ? text : null }, name);
  }
  if (!column.is_bar) return h("td", { class: kind }, text);
  const share = Math.max(0, Math.min(1, data.bars[place] ?? 0));
  const bar = h("span", { class: "rd-cell-bar", "aria-hidden": "true" }, h("span", { style: { width: `${(100 * share).toFixed(1)}%` } }));
  return h("td", { class: kind }, h("span", { class: "rd-cell-with-bar" }, bar, text));
}
