// Grids: a dense table. A row opens its record, by pointer anywhere on it or by its first cell;
// or it carries one button. On a phone only the columns that matter there are shown.
import { h } from "./dom.js";

export function grid(root, data, open) {
  const { title, note, columns, rows, ids, empty } = data;
  const opens = data.opens && ids.length === rows.length;
  const body = rows.map((cells, place) => row(data, cells, place, () => open(ids[place]), opens));
  const table = h(
    "table",
    { class: "rd-grid" },
    h("thead", {}, h("tr", {}, columns.map((column) => head(data, column)), data.action && h("td", {}))),
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

function head(data, column) {
  return h("th", { scope: "col", class: kind(data, column) }, column.label);
}

function kind(data, column) {
  const isWide = data.phone.length && !data.phone.includes(column.key);
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
  if (!column.is_bar) return h("td", { class: looks }, text);
  const share = Math.max(0, Math.min(1, data.bars[place] ?? 0));
  const bar = h("span", { class: "rd-cell-bar", "aria-hidden": "true" }, h("span", { style: { width: `${(100 * share).toFixed(1)}%` } }));
  return h("td", { class: looks }, h("span", { class: "rd-cell-with-bar" }, bar, text));
}
