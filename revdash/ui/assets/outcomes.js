// What became of leads: one row a part, the states drawn as one strip and told as numbers beside
// it; a row opens its leads.
import { h, tipped } from "./dom.js";

export function outcomes(root, data, open) {
  const { title, lines, empty } = data;
  root.replaceChildren(
    h(
      "section",
      { class: "rd-card rd-outcomes", "aria-label": title },
      h("h3", { class: "rd-title" }, title),
      cuts(data, open),
      lines.length ? table(data, open) : h("p", { class: "rd-nothing" }, empty),
      h("p", { class: "rd-subtitle rd-outcomes-notes" }, data.notes.join(" ")),
    ),
  );
}

function cuts({ cuts, by }, open) {
  const one = ([name, word]) =>
    h("button", { class: "rd-cut", type: "button", "aria-pressed": String(name === by), "data-part": `by-${name}`, onclick: () => open(`by ${name}`) }, word);
  return h("div", { class: "rd-cuts", role: "group", "aria-label": "Parted by" }, cuts.map(one));
}

function table(data, open) {
  const head = h("tr", {}, [
    h("th", { scope: "col" }, data.by_word),
    h("th", { scope: "col", class: "rd-number" }, "Handed over"),
    h("td", {}),
    ...data.states.map(state),
    h("th", { scope: "col" }, "Reason most given"),
    h("th", { scope: "col" }, tipped(h("span", {}, "Accepted in 14 days"), data.acceptance)),
    data.has_quality && h("th", { scope: "col" }, tipped(h("span", {}, "Quality index"), data.quality)),
  ]);
  const body = [row(data, data.whole, open, " rd-outcomes-all"), ...data.lines.map((line) => row(data, line, open, ""))];
  return h(
    "div",
    { class: "rd-outcomes-box", role: "region", tabindex: 0, "aria-label": "Rows", "data-part": "outcomes" },
    h("table", { class: "rd-grid rd-cards" }, h("thead", {}, head), h("tbody", {}, body)),
  );
}

function state({ key, label, meaning }) {
  const word = h("span", { class: "rd-state-word" }, h("i", { class: "rd-state", "data-state": key, "aria-hidden": "true" }), h("span", {}, label));
  return h("th", { scope: "col", class: "rd-number" }, tipped(word, meaning));
}

function row(data, line, open, looks) {
  const numbers = data.states.map(({ key, label }, place) => number(label, line.counts[place], key === "given back" || key === "not contacted"));
  return h(
    "tr",
    { class: `rd-opens${looks}`, onclick: () => open(`row ${line.value}`) },
    h("th", { scope: "row" }, h("button", { class: "rd-row-name", type: "button", "data-part": `row-${line.value}`, title: line.name }, line.name)),
    h("td", { class: "rd-number", "data-word": "handed over" }, line.leads.toLocaleString("en")),
    h("td", { class: "rd-strip-cell" }, strip(data.states, line)),
    ...numbers,
    reason(line),
    words(line.acceptance, "accepted"),
    data.has_quality && words(line.quality, "quality"),
  );
}

function number(label, count, matters) {
  const looks = ["rd-number", !count && "rd-quiet", !(matters && count) && "rd-wide"];
  return h("td", { class: looks.filter(Boolean).join(" "), "data-word": label.toLowerCase() }, count.toLocaleString("en"));
}

function reason({ reason, reason_leads }) {
  if (!reason) return h("td", { class: "rd-wide" });
  const parts = [h("span", { class: "rd-reason-name", title: reason }, reason), h("span", { class: "rd-number rd-quiet" }, reason_leads.toLocaleString("en"))];
  return h("td", { "data-word": "most given" }, h("span", { class: "rd-reason" }, parts));
}

function strip(states, line) {
  const parts = states.map(({ key }, place) => line.counts[place] > 0 && h("span", { class: "rd-state", "data-state": key, style: { "flex-grow": line.counts[place] } }));
  return h("span", { class: "rd-strip", "aria-hidden": "true" }, parts);
}

function words({ text, note, more, is_quiet, is_strong }, word) {
  const value = h(is_strong ? "b" : "span", { class: is_quiet ? "rd-quiet" : null }, text);
  const told = h("span", { class: "rd-figure" }, value, note && h("span", { class: "rd-note" }, note));
  return h("td", { "data-word": word }, tipped(told, more));
}
