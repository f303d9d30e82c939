// Keeps the unsent words of one text in this browser while there are any: the newest state is written, one write after the other.
import { dropUnsent, keepUnsent } from "../unsent.js";

export class Shelf {
  #key;
  #next = null;
  #isBusy = false;
  #isHeld = false;

  constructor(key) {
    this.#key = key;
  }

  // An entry to keep, or null for nothing any more.
  put(entry) {
    if (!entry && !this.#isHeld && !this.#isBusy) return;
    this.#next = { entry };
    this.#isHeld = Boolean(entry);
    if (!this.#isBusy) this.#work();
  }

  async #work() {
    this.#isBusy = true;
    while (this.#next) {
      const { entry } = this.#next;
      this.#next = null;
      await (entry ? keepUnsent({ ...entry, key: this.#key }) : dropUnsent(this.#key));
    }
    this.#isBusy = false;
  }
}
