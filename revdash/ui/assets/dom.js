// Building elements without markup: every value becomes an attribute or a text node.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function s(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, of] of Object.entries(value)) element.style.setProperty(key, of);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

// Redraw, and give the focus back to the part that had it.
export function keepingFocus(root, draw) {
  const active = root.contains(document.activeElement) ? document.activeElement.dataset.part : undefined;
  draw();
  if (active) root.querySelector(`[data-part="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
}

// One tip for the page, in the top layer so that nothing clips it.
let tip;
let timer;

export function tipped(element, text) {
  if (!text) return element;
  const open = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(element, text), delay);
  };
  element.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open(350));
  element.addEventListener("pointerleave", hide);
  element.addEventListener("focus", () => element.matches(":focus-visible") && open(0));
  element.addEventListener("blur", hide);
  element.addEventListener("click", hide);
  element.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  return element;
}

function show(element, text) {
  if (!element.isConnected) return;
  if (!tip) {
    tip = h("div", { class: "rd-tip", popover: "manual", "aria-hidden": "true" });
    document.body.append(tip);
    addEventListener("scroll", hide, { capture: true, passive: true });
  }
  tip.textContent = text;
  tip.style.colorScheme = getComputedStyle(element).colorScheme;
  tip.showPopover();
  const box = element.getBoundingClientRect();
  const below = box.bottom + 6;
  const top = below + tip.offsetHeight > innerHeight ? box.top - tip.offsetHeight - 6 : below;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(8, top)}px`;
}

function hide() {
  clearTimeout(timer);
  if (tip?.matches(":popover-open")) tip.hidePopover();
}
