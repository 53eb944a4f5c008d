// The glossary: every definition for reading aloud; how it is counted folds out.
import { h } from "./dom.js";
import { counted } from "./counted.js";

export function glossary(root, { families, nothing }) {
  root.replaceChildren(
    families.length
      ? h("div", { class: "rd-glossary" }, families.map(family))
      : h("p", { class: "rd-empty" }, nothing),
  );
}

function family({ title, definitions }) {
  return h("section", { "aria-label": title }, h("h2", {}, title), definitions.map(definition));
}

function definition(one) {
  return h(
    "article",
    { class: "rd-definition", "data-side": one.side, id: `metric-${one.name}` },
    h("h3", { class: "rd-title" }, one.label, one.is_measured ? null : h("span", { class: "rd-banner" }, "not measured yet")),
    h("p", {}, one.meaning),
    h(
      "details",
      { class: "rd-fold" },
      h("summary", { "data-part": `fold-${one.name}` }, "How it is counted"),
      counted(one.facts),
      one.sql && h("pre", { tabindex: 0, "aria-label": `SQL of ${one.label}` }, h("code", {}, one.sql)),
    ),
  );
}
