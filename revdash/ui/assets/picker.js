// The list of metrics to choose from: found by a word, by family, each in its side's colour.
// On a phone it folds away under the one that is chosen.
import { h, tipped } from "./dom.js";

const WIDE = "(min-width: 1100px)";

export function picker(root, { families, chosen }, open) {
  const content = JSON.stringify(families);
  if (root.rdContent !== content) {
    root.rdContent = content;
    root.replaceChildren(list(families, (name) => root.rdOpen(name)));
  }
  root.rdOpen = (name) => {
    if (!matchMedia(WIDE).matches) root.querySelector("details").open = false;
    mark(root, name);
    open(name);
  };
  mark(root, chosen);
}

function list(families, open) {
  const input = h("input", {
    ...{ class: "rd-find", type: "search", placeholder: "Find a metric", "aria-label": "Find a metric", "data-part": "find" },
    oninput: () => sift(box, input.value),
    onkeydown: (event) => event.key === "Enter" && box.querySelector("button.rd-pick:not([hidden])")?.click(),
  });
  const box = h(
    "details",
    { class: "rd-picker", open: matchMedia(WIDE).matches },
    h("summary", { "data-part": "picker" }, h("span", { class: "rd-picked" })),
    input,
    h("p", { class: "rd-nothing-found", role: "status" }),
    h("div", { class: "rd-families" }, families.map((family) => group(family, open))),
  );
  return box;
}

function group({ title, entries, is_planned, why }, open) {
  let told = why;
  const picks = h("ul", {}, entries.map((entry) => {
    const waits = entry.waits_for !== told && entry.waits_for;
    told = entry.waits_for;
    return h("li", {}, waits && h("small", { class: "rd-waits-why" }, `Not yet measured: ${waits}`), pick(entry, open));
  }));
  if (!is_planned) return h("section", { class: "rd-family", "aria-label": title }, h("h3", {}, title), picks);
  const count = h("span", {}, `${entries.length} not yet measured${why && `: ${why}`}`);
  return h("details", { class: "rd-family rd-planned" }, h("summary", {}, h("h3", {}, title), count), picks);
}

function pick(entry, open) {
  const words = `${entry.label} ${entry.name} ${entry.meaning}`.toLowerCase();
  const dot = h("span", { class: "rd-dot", "aria-hidden": "true" });
  if (entry.waits_for) {
    const waiting = h("span", { class: "rd-pick rd-waits", "data-words": words }, dot, h("span", {}, entry.label));
    return tipped(waiting, entry.meaning);
  }
  const button = h(
    "button",
    { class: "rd-pick", type: "button", "data-side": entry.side, "data-part": entry.name, "data-words": words, onclick: () => open(entry.name) },
    dot,
    h("span", {}, entry.label),
  );
  return tipped(button, entry.meaning);
}

// Shows only what speaks of every word; a family without any such steps back.
function sift(box, text) {
  const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const family of box.querySelectorAll(".rd-family")) {
    const picks = [...family.querySelectorAll(".rd-pick")];
    for (const one of picks) one.hidden = !wanted.every((word) => one.dataset.words.includes(word));
    const left = picks.filter((one) => !one.hidden).length;
    family.hidden = left === 0;
    if (family.tagName === "DETAILS") family.open = wanted.length > 0 && left > 0;
    found += left;
  }
  box.querySelector(".rd-nothing-found").textContent = found ? "" : `No metric speaks of “${text}”.`;
}

function mark(root, chosen) {
  for (const one of root.querySelectorAll("button.rd-pick")) {
    const is_chosen = one.dataset.part === chosen;
    if (!is_chosen) one.removeAttribute("aria-current");
    else if (one.getAttribute("aria-current") !== "true") {
      one.setAttribute("aria-current", "true");
      root.querySelector(".rd-picked").textContent = one.textContent;
      intoView(root.querySelector(".rd-families"), one);
    }
  }
}

function intoView(list, one) {
  const [box, place] = [list.getBoundingClientRect(), one.getBoundingClientRect()];
  if (place.top < box.top || place.bottom > box.bottom) list.scrollTop += place.top - box.top - box.height / 2;
}
