// Say loudly that the page is cut off, after five seconds; say once that it is back.
import { words } from "./words.js";

const patience = 5_000;
const backFor = 6_000;

export class Status {
  #bar = document.querySelector("[data-live-status]");
  #timer = 0;
  #isShown = false;

  lost() {
    if (this.#timer || this.#isShown) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#isShown = true;
      this.#show("lost");
    }, patience);
  }

  connected() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#show("back");
    setTimeout(() => {
      if (!this.#isShown) this.quiet();
    }, backFor);
  }

  quiet() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#isShown = false;
    if (!this.#bar) return;
    this.#bar.querySelector("p").textContent = "";
    this.#bar.dataset.empty = "";
  }

  #show(state) {
    if (!this.#bar) return;
    this.#bar.dataset.state = state;
    delete this.#bar.dataset.empty;
    this.#bar.querySelector("p").textContent = words(state);
  }
}
