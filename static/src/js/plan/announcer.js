// Tell what changed, politely: at most once in ten seconds, several things in one breath, never while nobody looks.
import { words } from "./words.js";

const pause = 10_000;
const mostAtOnce = 3;

export class Announcer {
  #bar;
  #line;
  #waiting = new Set();
  #saidAt = 0;
  #timer = 0;

  constructor(place) {
    this.#bar = document.querySelector(place);
    this.#line = this.#bar?.querySelector("p");
    this.#bar?.querySelector("button")?.addEventListener("click", () => this.#hide());
    document.addEventListener("visibilitychange", () => this.#plan());
  }

  say(notices) {
    for (const notice of notices) this.#waiting.add(notice);
    this.#plan();
  }

  #plan() {
    if (!this.#line || !this.#waiting.size || this.#timer || document.hidden) return;
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, this.#saidAt + pause - Date.now()));
  }

  #flush() {
    this.#timer = 0;
    if (document.hidden) return;
    const notices = [...this.#waiting];
    this.#waiting.clear();
    this.#saidAt = Date.now();
    const shown = notices.slice(-mostAtOnce).map(withStop).join(" ");
    this.#line.textContent = notices.length > mostAtOnce ? `${shown} (${words("more")})` : shown;
    delete this.#bar.dataset.empty;
  }

  #hide() {
    this.#line.textContent = "";
    this.#bar.dataset.empty = "";
  }
}

function withStop(notice) {
  return /[.!?…۔।]$/.test(notice) ? notice : `${notice}.`;
}
