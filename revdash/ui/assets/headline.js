// The head of a page: its title, its days, how fresh it is; and the one sentence.
import { h } from "./dom.js";

export function heading(root, { title, period, compared, freshness, banner }) {
  const days = [period, compared].filter(Boolean).join(" ");
  root.replaceChildren(
    h(
      "div",
      { class: "rd-heading" },
      h("h1", {}, title, banner && h("span", { class: "rd-banner" }, banner)),
      h(
        "p",
        {},
        h("span", {}, days),
        freshness && h("span", { class: "rd-fresh" }, freshness),
      ),
    ),
  );
}

export function sentence(root, { parts }) {
  root.replaceChildren(
    h(
      "p",
      { class: "rd-sentence" },
      parts.map((part) => (part.is_fact ? h("b", { "data-side": part.side }, part.text) : part.text)),
    ),
  );
}
