// The tour of the demo: one stop a story, with the way to the page that shows it.
import { h } from "./dom.js";

export function tour(root, { stops }) {
  root.replaceChildren(h("ol", { class: "rd-tour" }, stops.map(stop)));
}

function stop({ title, week, says, why, reads, address }) {
  const look = address && h("a", { class: "rd-action", href: address, target: "_self" }, "Look at it");
  return h(
    "li",
    { class: "rd-card rd-stop" },
    h("header", {}, h("h3", { class: "rd-title" }, title), h("span", { class: "rd-subtitle" }, week)),
    h("p", {}, says),
    reads && h("p", { class: "rd-stop-reads" }, "Now: ", h("b", {}, reads)),
    h("p", { class: "rd-stop-why" }, why),
    look || h("p", { class: "rd-stop-why" }, "The page that shows it is still to come."),
  );
}
