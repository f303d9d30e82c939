// Put new words into the page without taking anything from the person: not the focus, not an open fold, not the place, never what is being typed.
import { hasChangedControl } from "../unsaved.js";
import { words } from "./words.js";

const waiting = new Map();
const writable = "input:not([type=hidden]), textarea, select, [contenteditable]";

export function swapRegions(regions) {
  for (const { region, html } of regions) {
    for (const element of document.querySelectorAll(`[data-region="${CSS.escape(region)}"]`)) {
      if (isBeingWritten(element)) offer(element, html);
      else swap(element, html);
    }
  }
}

function isBeingWritten(element) {
  const active = document.activeElement;
  if (element.contains(active) && active.matches(writable)) return true;
  return [...element.querySelectorAll("input, textarea, select")].some(hasChangedControl);
}

function swap(element, html) {
  const focus = rememberFocus(element);
  const folds = rememberFolds(element);
  const place = rememberPlace(element);
  waiting.get(element)?.note.remove();
  waiting.delete(element);
  element.innerHTML = html;
  folds();
  focus();
  place();
  markFresh(element);
  element.dispatchEvent(new CustomEvent("portal:swapped", { bubbles: true }));
}

// Somebody is writing here: say that there is more, and let them choose when. A second arrival replaces the first.
function offer(element, html) {
  if (waiting.has(element)) {
    waiting.get(element).html = html;
    return;
  }
  const note = document.createElement("p");
  note.className = "govuk-body portal-pending";
  note.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "portal-link-button";
  button.textContent = words("show");
  note.append(`${words("fresh")} `, button);
  button.addEventListener("click", () => {
    swap(element, waiting.get(element).html);
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  });
  waiting.set(element, { html, note });
  element.before(note);
}

// The same link or button after the swap: by id, by address, by name and value.
function rememberFocus(element) {
  const active = document.activeElement;
  if (!element.contains(active) || active === element) return () => {};
  const selector = describe(active);
  return () => {
    const same = selector && element.querySelector(selector);
    if (same) return same.focus({ preventScroll: true });
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };
}

function describe(active) {
  if (active.id) return `#${CSS.escape(active.id)}`;
  const tag = active.localName;
  if (tag === "a") return `a[href="${CSS.escape(active.getAttribute("href") ?? "")}"]`;
  if (tag === "button" && active.name) return `button[name="${CSS.escape(active.name)}"][value="${CSS.escape(active.value)}"]`;
  const fold = tag === "summary" && active.closest("details[id]");
  return fold ? `#${CSS.escape(fold.id)} > summary` : null;
}

function rememberFolds(element) {
  const nameOf = (fold) => fold.id || fold.querySelector("summary")?.textContent.trim();
  const folds = [...element.querySelectorAll("details")];
  const open = new Set(folds.filter((fold) => fold.open).map(nameOf));
  const shut = new Set(folds.filter((fold) => !fold.open).map(nameOf));
  return () => {
    for (const fold of element.querySelectorAll("details")) {
      if (open.has(nameOf(fold))) fold.open = true;
      else if (shut.has(nameOf(fold))) fold.open = false;
    }
  };
}

// What stood at the top of the window stands there after the swap.
function rememberPlace(element) {
  const before = element.getBoundingClientRect();
  if (before.top >= 0) return () => {};
  const mark = [...element.querySelectorAll("[id]")].find((inner) => inner.getBoundingClientRect().bottom > 0);
  const top = mark?.getBoundingClientRect().top;
  document.documentElement.style.overflowAnchor = "none";
  return () => {
    const same = mark && document.getElementById(mark.id);
    const isPassed = before.bottom <= 0;
    const moved = same && !isPassed ? same.getBoundingClientRect().top - top : isPassed ? element.getBoundingClientRect().bottom - before.bottom : 0;
    scrollBy({ top: moved, behavior: "instant" });
    requestAnimationFrame(() => document.documentElement.style.removeProperty("overflow-anchor"));
  };
}

function markFresh(element) {
  element.classList.remove("is-fresh");
  void element.offsetWidth;
  element.classList.add("is-fresh");
}
