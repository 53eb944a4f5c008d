// Search in the page's head: typed letters go to the server once the hand rests; "/" puts the
// cursor here, the arrows choose, Enter opens.
import { h } from "./dom.js";

const REST = 160; // milliseconds without a letter
const SHORTEST = 2;
let latest; // the box that stands on the page

export function search(root, data, say) {
  root.rdSay = say;
  if (!root.rdInput) build(root);
  latest = root;
  if (data.text === root.rdInput.value.trim()) show(root, data);
}

function build(root) {
  const list = h("ul", { class: "rd-hits", role: "listbox", id: "rd-hits", "aria-label": "People found" });
  const note = h("p", { class: "rd-hits-note", role: "status" });
  const input = h("input", {
    ...{ class: "rd-find rd-search", type: "search", placeholder: "Find a lead  /", "aria-label": "Find a lead", autocomplete: "off", spellcheck: "false" },
    ...{ role: "combobox", "aria-expanded": "false", "aria-controls": "rd-hits", "aria-autocomplete": "list", "data-part": "search" },
    oninput: () => typed(root),
    onfocus: () => root.rdHits?.length && expand(root, true),
    onkeydown: (event) => pressed(root, event),
  });
  root.rdInput = input;
  root.rdHits = [];
  const box = h("div", { class: "rd-search-box" }, input, h("div", { class: "rd-hits-box", hidden: true }, list, note));
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || expand(root, false));
  root.replaceChildren(box);
}

function typed(root) {
  clearTimeout(root.rdTimer);
  const text = root.rdInput.value.trim();
  if (text.length < SHORTEST) return expand(root, false);
  root.rdTimer = setTimeout(() => root.rdSay(`find ${text}`), REST);
}

function show(root, { hits, note }) {
  if (!root.rdInput.value.trim()) return;
  root.rdHits = hits;
  root.rdAt = hits.length ? 0 : -1;
  root.querySelector(".rd-hits").replaceChildren(...hits.map((hit, place) => row(root, hit, place)));
  root.querySelector(".rd-hits-note").textContent = note;
  mark(root);
  if (root.contains(document.activeElement)) expand(root, true);
}

function row(root, hit, place) {
  const more = [hit.stage, hit.owner, hit.last].filter(Boolean).join(" · ");
  return h(
    "li",
    {
      ...{ class: "rd-hit", role: "option", id: `rd-hit-${place}`, "aria-selected": "false" },
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => choose(root, place),
      onpointermove: () => mark(root, place),
    },
    h("b", {}, hit.name),
    hit.company && h("span", { class: "rd-hit-firm" }, hit.company),
    h("span", { class: "rd-hit-more" }, more),
  );
}

function pressed(root, event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && root.rdHits.length) {
    event.preventDefault();
    mark(root, (root.rdAt + steps[event.key] + root.rdHits.length) % root.rdHits.length);
  } else if (event.key === "Enter" && isOpen(root)) {
    event.preventDefault();
    choose(root, root.rdAt);
  } else if (event.key === "Escape") {
    root.rdInput.value = "";
    expand(root, false);
    root.rdInput.blur();
  }
}

function mark(root, place = root.rdAt) {
  root.rdAt = place;
  const rows = [...root.querySelectorAll(".rd-hit")];
  rows.forEach((one, index) => one.setAttribute("aria-selected", String(index === place)));
  if (rows[place]) {
    root.rdInput.setAttribute("aria-activedescendant", rows[place].id);
    rows[place].scrollIntoView({ block: "nearest" });
  } else root.rdInput.removeAttribute("aria-activedescendant");
}

function choose(root, place) {
  const hit = root.rdHits[place];
  if (!hit) return;
  root.rdInput.value = "";
  root.rdHits = [];
  expand(root, false);
  root.rdInput.blur();
  root.rdSay(`open ${hit.person}`);
}

function isOpen(root) {
  return root.rdInput.getAttribute("aria-expanded") === "true";
}

function expand(root, is) {
  root.rdInput.setAttribute("aria-expanded", String(is));
  root.querySelector(".rd-hits-box").hidden = !is;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !latest?.isConnected) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable=true], [role=combobox]")) return;
  event.preventDefault();
  latest.rdInput.focus();
});
