// The funnel: one row a step, its bar in its side's colour, its share of the step before.
import { h } from "./dom.js";

export function funnel(root, { title, subtitle, steps }, open) {
  root.replaceChildren(
    h(
      "section",
      { class: "rd-card", "aria-label": title },
      h("h3", { class: "rd-title" }, title),
      h("p", { class: "rd-subtitle" }, subtitle),
      h("ol", { class: "rd-funnel" }, steps.map((step) => h("li", { "data-side": step.side }, row(step, open)))),
    ),
  );
}

function row(step, open) {
  const parts = [
    h("span", { class: "rd-step-label" }, step.label),
    h(
      "span",
      { class: "rd-step-track", "aria-hidden": "true" },
      step.reach > 0 && h("span", { class: "rd-step-bar", style: { width: `${(100 * Math.min(1, step.reach)).toFixed(2)}%` } }),
    ),
    h("span", { class: "rd-step-value" }, step.value),
    h("span", { class: "rd-step-share" }, step.share),
  ];
  if (!step.metric) return h("span", { class: "rd-step" }, parts);
  return h(
    "button",
    { class: "rd-step", type: "button", "data-part": `step-${step.metric}`, onclick: () => open(step.metric) },
    parts,
  );
}
