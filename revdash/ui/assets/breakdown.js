// A breakdown: one metric by a cut; each row with its bar, its interval and the cases it rests on.
// A row filters by its value, and is pressed while it does.
import { h } from "./dom.js";

export function breakdown(root, data, open) {
  const { title, note, slices, empty } = data;
  root.replaceChildren(
    h(
      "section",
      { class: "rd-card rd-breakdown", "data-side": data.side, "aria-label": title, style: { "--rd-height": `${data.height}px` } },
      h("h3", { class: "rd-title" }, title),
      note && h("p", { class: "rd-subtitle" }, note),
      cuts(data, open),
      data.switch && toggle(data, open),
      slices.length ? table(data, open) : h("p", { class: "rd-nothing" }, empty),
      data.says.map((text) => h("p", { class: "rd-says" }, text)),
    ),
  );
}

function cuts({ cuts, by }, open) {
  const one = ([name, word]) =>
    h("button", { class: "rd-cut", type: "button", "aria-pressed": String(name === by), "data-part": `by-${name}`, onclick: () => open(`by ${name}`) }, word);
  return h("div", { class: "rd-cuts", role: "group", "aria-label": "Cut by" }, cuts.map(one));
}

function toggle({ switch: word, is_alike }, open) {
  return h(
    "button",
    { class: "rd-switch", type: "button", role: "switch", "aria-checked": String(is_alike), "data-part": "alike", onclick: () => open(`alike ${is_alike ? "off" : "on"}`) },
    h("span", { class: "rd-switch-track", "aria-hidden": "true" }),
    word,
  );
}

function table({ slices, by, by_word, rests, whole, is_filter }, open) {
  const is_drawn = slices.some((slice) => slice.drawn);
  const head = h("tr", {}, [
    h("th", { scope: "col" }, by_word),
    h("td", {}),
    h("th", { scope: "col", class: "rd-number" }, "Value"),
    is_drawn && h("th", { scope: "col", class: "rd-number rd-wide" }, "Drawn"),
    h("th", { scope: "col" }, rests),
  ]);
  const press = (slice) => is_filter && (() => open(`slice ${by} ${slice.value}`));
  const rows = slices.map((slice) => row(slice, { is_drawn, whole }, press(slice)));
  const body = h("table", { class: "rd-grid rd-slices" }, h("thead", {}, head), h("tbody", {}, rows));
  return h("div", { class: "rd-slices-box", role: "region", tabindex: 0, "aria-label": "Rows", "data-part": "slices" }, body);
}

function row(slice, { is_drawn, whole }, press) {
  const quiet = slice.is_quiet ? " rd-quiet" : "";
  const name = press ? h(
    "button",
    { class: "rd-row-name", type: "button", "aria-pressed": String(slice.is_chosen), "data-part": `slice-${slice.value}`, title: slice.name },
    slice.name,
  ) : slice.name;
  return h(
    "tr",
    { class: `${press ? "rd-opens" : ""}${slice.is_chosen ? " rd-chosen" : ""}`, onclick: press || null },
    h("th", { scope: "row" }, name),
    h("td", { class: "rd-slice-bar" }, bar(slice, whole)),
    h("td", { class: `rd-number rd-slice-value${quiet}` }, slice.shown),
    is_drawn && h("td", { class: "rd-number rd-wide" }, slice.drawn || "–"),
    h("td", { class: "rd-slice-note", title: slice.note }, slice.note),
  );
}

function bar({ length, low, high, mark, is_quiet }, whole) {
  const at = (share) => `${(100 * Math.max(0, Math.min(1, share))).toFixed(2)}%`;
  const known = length !== null;
  return h(
    "span",
    { class: `rd-track${is_quiet ? " rd-few" : ""}`, "aria-hidden": "true" },
    known && h("span", { class: "rd-length", style: { width: at(length) } }),
    low !== null && h("span", { class: "rd-interval", style: { left: at(low), width: at(high - low) } }),
    whole !== null && h("span", { class: "rd-whole", style: { left: at(whole) } }),
    mark !== null && h("span", { class: "rd-mark", style: { left: at(mark) } }),
  );
}
