// How a number is counted: its facts side by side, its statement folded away.
import { h } from "./dom.js";

export function counted(facts) {
  return h("dl", { class: "rd-facts" }, facts.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text))));
}

export function statement(sql, label) {
  if (!sql) return "";
  const code = h("pre", { tabindex: 0, "aria-label": `SQL of ${label}` }, h("code", {}, sql));
  return h("details", { class: "rd-fold" }, h("summary", {}, "The statement as it runs"), code);
}

// The two of them at the end of a page.
export function about(root, { title, facts, sql }) {
  root.replaceChildren(h("section", { class: "rd-about", "aria-label": title }, h("h3", { class: "rd-title" }, title), counted(facts), statement(sql, title)));
}
