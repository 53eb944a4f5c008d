// The tour of the demo: one stop a story, with the way to the page that shows it.
import { h } from "./dom.js";

export function tour(root, { stops }) {
  root.replaceChildren(h("ol", { class: "rd-tour" }, stops.map(stop)));
}

// A number stays with its sign at the end of a line.
const whole = (text) => text.replaceAll(" %", "\u00a0%");
const way = (href, words) => href && h("a", { class: "rd-action", href, target: "_self" }, words);

function stop({ title, week, says, why, reads, address, handoffs }) {
  const ways = [way(address, "Look at it"), way(handoffs, "What is still dropped")].filter(Boolean);
  return h(
    "li",
    { class: "rd-card rd-stop" },
    h("header", {}, h("h3", { class: "rd-title" }, title), h("span", { class: "rd-subtitle" }, week)),
    h("p", {}, whole(says)),
    reads && h("p", { class: "rd-stop-reads" }, "Now: ", h("b", {}, whole(reads))),
    h("p", { class: "rd-stop-why" }, why),
    ways.length > 0 && h("nav", { class: "rd-stop-ways" }, ways),
  );
}
