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

// What one does with a view: hand its address on, or hang it on a wall.
export function actions(root) {
  root.replaceChildren(h("div", { class: "rd-actions" }, copying(), hanging()));
}

function copying() {
  const button = h("button", { class: "rd-action", type: "button", "data-part": "copy" }, "Copy link");
  button.addEventListener("click", async () => {
    const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    button.textContent = copied ? "Link copied" : "Copy the address above";
    setTimeout(() => (button.textContent = "Copy link"), 2000);
  });
  return button;
}

function hanging() {
  const open = () => {
    const address = new URL(location.href);
    address.searchParams.set("tv", "1");
    location.assign(address);
  };
  return h("button", { class: "rd-action", type: "button", "data-part": "wall", onclick: open }, "Wall view");
}
