// Two minutes before the session ends, ask whether the person is still there. When it has ended, nothing of a plan stays on the screen,
// and what was being typed is kept by the server for the same person's next sign-in. The server alone knows how long is left.
import { forgetDrafts } from "./drafts.js";
import { leaveOnPurpose } from "./leaving.js";
import { hearOtherTabs, tellOtherTabs } from "./tabs.js";
import { hasChangedControl } from "./unsaved.js";
import { forgetUnsent } from "./unsent.js";

const warning = 120;
const tryAgain = 5_000;
const saidAt = new Set([120, 60, 30, 10]);

export function endWithSession() {
  const dialog = document.querySelector("dialog[data-session-end]");
  if (dialog?.showModal) new SessionEnd(dialog).start();
}

class SessionEnd {
  #dialog;
  #deadline = 0;
  #next = 0;
  #pulse = 0;
  #isOver = false;
  #isDismissed = false;
  #isLeaving = false;

  constructor(dialog) {
    this.#dialog = dialog;
  }

  start() {
    this.#wait(Number(this.#dialog.dataset.askAfter));
    const stay = this.#dialog.querySelector("form[data-stay]");
    stay.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#stay(stay);
    });
    // Escape is an answer too: somebody is there.
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#stay(stay);
    });
    document.addEventListener("submit", ({ target, defaultPrevented }) => {
      if (defaultPrevented || !target.matches("[data-sign-out]")) return;
      // The answer to this form says it; the socket may hear of it first.
      this.#isLeaving = true;
      tellOtherTabs("over");
    });
    document.addEventListener("portal:session-over", (event) => {
      event.preventDefault();
      this.#end();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#deadline && Date.now() > this.#deadline - warning * 1_000) this.#ask();
    });
    // A page that comes back from the browser's memory shows nothing until the server has said whose session this is.
    addEventListener("pageshow", ({ persisted }) => {
      if (!persisted) return;
      this.#isLeaving = false;
      document.documentElement.hidden = true;
      this.#ask({ isBack: true });
    });
    hearOtherTabs((word) => (word === "over" ? this.#end({ isOnPurpose: true }) : this.#ask()));
    tellOtherTabs("stayed");
  }

  #wait(seconds) {
    clearTimeout(this.#next);
    this.#deadline = Date.now() + (seconds + warning) * 1_000;
    this.#next = setTimeout(() => this.#ask(), seconds * 1_000);
  }

  async #ask({ isBack = false } = {}) {
    if (this.#isOver) return;
    const left = await ask(this.#dialog.dataset.ask);
    this.#take(left, isBack);
  }

  #take(left, isBack = false) {
    if (this.#isOver) return;
    // Without a line the page can't know: it ends when its own time is up, and shows nothing that it brought back from memory.
    if (!left) {
      if (isBack || Date.now() >= this.#deadline) this.#end();
      else this.#next = setTimeout(() => this.#ask(), tryAgain);
      return;
    }
    if (left.seconds <= 0 || left.person !== document.body.dataset.personKey) {
      this.#end();
      return;
    }
    document.documentElement.hidden = false;
    this.#deadline = Date.now() + left.seconds * 1_000;
    clearTimeout(this.#next);
    if (left.seconds > warning) {
      this.#close();
      this.#isDismissed = false;
      this.#next = setTimeout(() => this.#ask(), (left.seconds - warning) * 1_000);
    } else this.#warn(left.last);
  }

  #warn(isLast) {
    for (const part of this.#dialog.querySelectorAll("[data-if-last]")) part.hidden = !isLast;
    for (const part of this.#dialog.querySelectorAll("[data-if-more]")) part.hidden = isLast;
    this.#dialog.toggleAttribute("data-last", isLast);
    if (!this.#dialog.open && !this.#isDismissed) this.#dialog.showModal();
    clearInterval(this.#pulse);
    this.#pulse = setInterval(() => this.#count(), 1_000);
    this.#count();
  }

  #count() {
    const seconds = Math.max(0, Math.round((this.#deadline - Date.now()) / 1_000));
    const said = this.#said(seconds);
    for (const place of this.#dialog.querySelectorAll("[data-left]")) place.textContent = said;
    if (saidAt.has(seconds)) this.#dialog.querySelector("[data-said]").textContent = said;
    if (seconds > 0) return;
    clearInterval(this.#pulse);
    this.#next = setTimeout(() => this.#ask(), 1_000);
  }

  #said(seconds) {
    const { minutes, minute, few } = this.#dialog.dataset;
    if (seconds === 60) return minute;
    return seconds > 60 ? minutes.replace("%s", String(Math.ceil(seconds / 60))) : few.replace("%s", String(seconds));
  }

  async #stay(form) {
    if (this.#dialog.hasAttribute("data-last")) {
      this.#isDismissed = true;
      this.#dialog.close();
      return;
    }
    const left = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const fault = this.#dialog.querySelector("[data-fault]");
    fault.hidden = Boolean(left);
    fault.textContent = left ? "" : this.#dialog.dataset.failed;
    if (!left) return;
    this.#take(left);
    tellOtherTabs("stayed");
  }

  #close() {
    clearInterval(this.#pulse);
    if (this.#dialog.open) this.#dialog.close();
  }

  // Take the words out of the page, the page off the screen, and leave it for one that says nothing.
  async #end({ isOnPurpose = false } = {}) {
    if (this.#isOver || this.#isLeaving) return;
    this.#isOver = true;
    clearTimeout(this.#next);
    this.#close();
    leaveOnPurpose();
    const { over, title, ask: asked } = this.#dialog.dataset;
    const isShared = "sharedDevice" in document.body.dataset;
    document.dispatchEvent(new CustomEvent("portal:session-ending"));
    const typed = isOnPurpose ? [] : [...document.querySelectorAll("main form")].filter((form) => holdsWords(form, isShared)).map(wordsOf);
    if (isShared || isOnPurpose) forgetDrafts();
    if (isShared || isOnPurpose) forgetUnsent();
    blank(title);
    for (const words of typed) await send(over, words);
    if (isOnPurpose) await untilSignedOut(asked);
    else await forgetWhereTaken(asked);
    const address = isOnPurpose ? over : `${over}?next=${encodeURIComponent(location.pathname)}`;
    location.replace(address);
  }
}

async function ask(address, options = {}) {
  try {
    const answer = await fetch(address, { cache: "no-store", ...options });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// Words are worth keeping where somebody typed them; a comment box keeps its own in this tab, but on a shared device.
function holdsWords(form, isShared) {
  if (form.method !== "post") return false;
  return [...form.elements].some((control) => hasChangedControl(control) && (isShared || !control.dataset.draftKey));
}

function wordsOf(form) {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") words.append(name, value);
  words.append("kept_action", new URL(form.getAttribute("action") || location.pathname, location.href).pathname);
  return words;
}

// Without a line, try until there is one: the words are nowhere else.
async function send(address, words) {
  for (;;) {
    const answer = await fetch(address, { method: "POST", body: words, redirect: "manual" }).catch(() => null);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, tryAgain));
  }
}

// The other tab has only just said it: its way out may still be on the way to the server.
async function untilSignedOut(address) {
  for (let tries = 0; tries < 20; tries += 1) {
    const left = await ask(address);
    if (left?.seconds === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

// A session that ran out leaves unsent words for the same person; one that was ended from elsewhere takes them along.
async function forgetWhereTaken(address) {
  const left = await ask(address);
  if (left && left.was !== document.body.dataset.personKey) await forgetUnsent();
}

function blank(title) {
  document.title = title;
  const said = document.createElement("h1");
  said.className = "govuk-heading-l";
  said.textContent = title;
  document.body.replaceChildren(said);
  document.documentElement.hidden = false;
}
