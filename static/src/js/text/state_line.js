// The line under a live text: saved or not, and since when; who else is writing. Shown at once, said aloud sparingly.
import { say } from "./words.js";

const sayUnsavedAfter = 10_000;
const sayPresenceEvery = 30_000;

export class StateLine {
  #line;
  #shown;
  #others;
  #aloud;
  #state = "";
  #timer = 0;
  #presenceSaidAt = -sayPresenceEvery;
  #lastPresence = "";

  constructor(line) {
    this.#line = line;
    this.#shown = line.querySelector("[data-shown]");
    this.#others = line.querySelector("[data-others]");
    this.#aloud = line.querySelector("[data-aloud]");
  }

  // States: ready, unsaved, saved, lost, tooLong, refused. Loud ones are said at once, the rest only where they matter.
  show(state, words) {
    if (this.#shown.textContent !== words) this.#shown.textContent = words;
    if (state === this.#state) return;
    const wasLoud = this.#isLoud;
    this.#state = state;
    this.#line.dataset.state = state;
    clearTimeout(this.#timer);
    if (this.#isLoud || wasLoud) this.#say(words);
    else if (state === "unsaved") this.#timer = setTimeout(() => this.#say(words), sayUnsavedAfter);
  }

  // The person leaves the box: now it is good to know.
  sayOnLeaving() {
    if (this.#state === "saved" || this.#state === "unsaved") this.#say(this.#shown.textContent);
  }

  showOthers(names) {
    const words = names.map((name) => say("writing", name)).join(". ");
    if (this.#others.textContent === words) return;
    this.#others.textContent = words;
    if (!words || words === this.#lastPresence || Date.now() - this.#presenceSaidAt < sayPresenceEvery) return;
    this.#lastPresence = words;
    this.#presenceSaidAt = Date.now();
    this.#say(words);
  }

  get #isLoud() {
    return ["lost", "tooLong", "refused"].includes(this.#state);
  }

  #say(words) {
    this.#aloud.textContent = words;
  }
}
