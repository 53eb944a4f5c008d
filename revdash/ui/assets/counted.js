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
