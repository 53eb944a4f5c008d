// The glossary: every definition for reading aloud; how it is counted folds out.
import { h } from "./dom.js";
import { counted, statement } from "./counted.js";

export function glossary(root, { families, nothing }, open) {
  if (!families.length) return root.replaceChildren(h("p", { class: "rd-empty" }, nothing));
  const sections = families.map((one) => family(one, open));
  root.replaceChildren(h("div", { class: "rd-glossary" }, contents(families, sections), sections));
}

// The families on one line, each leading to its own.
function contents(families, sections) {
  const lead = ({ title, definitions }, place) =>
    h(
      "button",
      { class: "rd-cut", type: "button", "data-part": `to-${place}`, onclick: () => sections[place].scrollIntoView({ block: "start" }) },
      title,
      h("span", {}, String(definitions.length)),
    );
  return h("nav", { class: "rd-contents", "aria-label": "Families" }, families.map(lead));
}

function family({ title, definitions }, open) {
  return h("section", { "aria-label": title }, h("h2", {}, title), definitions.map((one) => definition(one, open)));
}

function definition(one, open) {
  if (one.waits_for) return promised(one);
  return h(
    "article",
    { class: "rd-definition", "data-side": one.side, id: `metric-${one.name}` },
    h(
      "header",
      {},
      h("h3", { class: "rd-title" }, one.label),
      h("button", { class: "rd-link", type: "button", "data-part": one.name, "aria-label": `Explore ${one.label}`, onclick: () => open(one.name) }, "Explore"),
    ),
    h("p", {}, one.meaning),
    h(
      "details",
      { class: "rd-fold" },
      h("summary", { "data-part": `fold-${one.name}` }, "How it is counted"),
      counted(one.facts),
      history(one.history),
      statement(one.sql, one.label),
    ),
  );
}

// What is not measured yet has a meaning, and no number anywhere.
function promised(one) {
  return h(
    "article",
    { class: "rd-definition rd-promised", "data-side": one.side, id: `metric-${one.name}` },
    h("h3", { class: "rd-title" }, one.label, h("span", { class: "rd-banner" }, "not yet measured")),
    h("p", {}, `${one.meaning} It ${one.waits_for}.`),
  );
}

function history(changes) {
  if (!changes.length) return null;
  const lines = changes.map(([since, text]) => h("div", {}, h("dt", {}, since), h("dd", {}, text)));
  return [h("h4", {}, "How the definition changed"), h("dl", { class: "rd-facts" }, lines)];
}
