// A plain text area and a shared text, kept equal. What others write waits while the person composes a word; the caret stays where it was put.
import { carried, carryAll, cleaned, deltaOf, difference, hasHalfPair } from "./splice.js";

const halfPatience = 300;

export class Binding {
  #area;
  #text;
  #hooks;
  // The words as the area shows them, and what came from others that it does not show yet.
  #shown;
  #waiting = [];
  #isComposing = false;
  #isReady = false;
  #wasTyped = false;
  #half = 0;
  #kind = "";

  constructor(area, text, hooks = {}) {
    this.#area = area;
    this.#text = text;
    this.#hooks = hooks;
    this.#shown = area.defaultValue;
    area.addEventListener("input", () => this.#hear());
    area.addEventListener("compositionstart", () => {
      this.#isComposing = true;
    });
    // Browsers differ in whether the last input event comes before or after this one.
    area.addEventListener("compositionend", () => {
      this.#isComposing = false;
      setTimeout(() => this.#settle(), 0);
    });
    area.addEventListener("blur", () => {
      this.#isComposing = false;
      this.#settle({ isLeft: true });
    });
    text.observe(({ delta, transaction }) => this.#see(delta, transaction.origin));
  }

  // What was typed before the shared text was there, as a change of the words that the page came with.
  get early() {
    return this.#isReady || !this.#wasTyped ? null : this.#typed();
  }

  // The shared text is there: put in what was typed before, and show what others wrote since the page was made.
  begin(kept = null) {
    if (this.#isReady) return;
    const early = this.early;
    const now = this.#text.toString();
    const since = [deltaOf(difference(this.#shown, now))];
    const isBack = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
    // Somebody may have typed before the scripts ran; after a reload it is the browser that remembers old words.
    const typed = early ?? (isBack ? null : this.#typed());
    this.#isReady = true;
    const caret = this.#selection();
    const to = typed ? this.#write(carried(typed, since)) : null;
    if (kept) this.#write(kept.isExact && !typed ? carried(kept, since) : { at: Math.min(kept.at, this.#text.length), gone: [], inserted: kept.inserted });
    this.#showAll(caret.map((place) => (typed ? placeAfter(place, typed, since, to) : carryAll(since, place))));
  }

  #typed() {
    const found = difference(this.#shown, cleaned(this.#area.value));
    return found.removed || found.inserted ? found : null;
  }

  #hear() {
    this.#wasTyped = true;
    if (!this.#isReady) return this.#hooks.onEarly?.();
    if (!this.#area.readOnly) this.#take();
  }

  // Take what was typed into the shared text; while others' words wait for the end of a composition, mine wait with them.
  #take({ isLeft = false } = {}) {
    const { value } = this.#area;
    clearTimeout(this.#half);
    // Some keyboards give a picture in two halves.
    if (!isLeft && hasHalfPair(value)) {
      this.#half = setTimeout(() => this.#settle({ isLeft: true }), halfPatience);
      return;
    }
    if (this.#waiting.length) return this.#isComposing ? this.#hooks.onHeld?.() : this.#settle();
    const words = cleaned(value);
    const caret = cleaned(value.slice(0, this.#area.selectionEnd)).length;
    const typed = difference(this.#shown, words, this.#isFocused ? caret : words.length);
    if (words !== value) {
      this.#area.value = words;
      this.#select(caret, caret);
    }
    if (!typed.removed && !typed.inserted) return;
    this.#shown = words;
    this.#breakUndo(typed);
    this.#text.doc.transact(() => {
      this.#text.delete(typed.at, typed.removed);
      this.#text.insert(typed.at, typed.inserted);
    }, this);
  }

  // Putting in and taking out are undone apart.
  #breakUndo({ removed, inserted }) {
    const kind = `${Boolean(removed)} ${Boolean(inserted)}`;
    if (kind !== this.#kind) this.#hooks.undo?.().stopCapturing();
    this.#kind = kind;
  }

  #see(delta, origin) {
    if (origin === this || !this.#isReady) return;
    // Until what was composed has gone in, everything waits: also between the end of a composition and its last input event.
    if (this.#isComposing || this.#waiting.length) this.#waiting.push(delta);
    else this.#show(delta, { follows: origin === this.#hooks.undo?.() });
  }

  // The end of a composition: what was composed goes in where it stands among what came meanwhile.
  #settle({ isLeft = false } = {}) {
    if (this.#isComposing || !this.#isReady) return;
    if (!this.#waiting.length) return this.#take({ isLeft });
    const deltas = this.#waiting;
    this.#waiting = [];
    const typed = difference(this.#shown, cleaned(this.#area.value), this.#isFocused ? this.#area.selectionEnd : undefined);
    const caret = this.#selection();
    const to = this.#write(carried(typed, deltas));
    this.#showAll(caret.map((place) => placeAfter(place, typed, deltas, to)));
  }

  #write({ at, gone, inserted }) {
    let start = at;
    this.#text.doc.transact(() => {
      for (const place of gone) {
        this.#text.delete(place, 1);
        if (place < start) start -= 1;
      }
      this.#text.insert(start, inserted);
    }, this);
    return { start, gone };
  }

  // Put one change of others (or one's own undoing) into the area.
  #show(delta, { follows }) {
    const area = this.#area;
    const [start, end] = this.#selection();
    const { scrollTop, selectionDirection } = area;
    let place = 0;
    for (const { retain, insert, delete: gone } of delta) {
      if (retain) place += retain;
      else if (gone) area.setRangeText("", place, place + gone, "preserve");
      else {
        area.setRangeText(insert, place, place, "preserve");
        place += insert.length;
      }
    }
    this.#shown = this.#text.toString();
    // A text that an early refusal or a script of somebody else's has changed: the shared words win.
    if (area.value !== this.#shown) area.value = this.#shown;
    if (follows) this.#select(place, place);
    else if (start === end) this.#select(carryAll([delta], start), carryAll([delta], start), selectionDirection);
    else this.#select(carryAll([delta], start, { behind: true }), carryAll([delta], end), selectionDirection);
    area.scrollTop = scrollTop;
    this.#tell();
  }

  #showAll([start, end]) {
    const { scrollTop, selectionDirection } = this.#area;
    this.#shown = this.#text.toString();
    if (this.#area.value !== this.#shown) {
      this.#area.value = this.#shown;
      this.#select(start, end, selectionDirection);
      this.#area.scrollTop = scrollTop;
    }
    this.#tell();
  }

  #tell() {
    this.#area.dispatchEvent(new CustomEvent("portal:words", { bubbles: true }));
  }

  get #isFocused() {
    return document.activeElement === this.#area;
  }

  #selection() {
    return [this.#area.selectionStart, this.#area.selectionEnd];
  }

  // Some browsers give the focus to an area whose selection is set.
  #select(start, end, direction = "none") {
    if (this.#isFocused) this.#area.setSelectionRange(Math.max(0, start), Math.max(0, end), direction);
  }
}

// Where a place of the area stands after my change was carried over those of others. `to` says where it went.
function placeAfter(place, { at, removed, inserted }, deltas, { start, gone }) {
  if (place >= at && place <= at + inserted.length) return start + place - at;
  const isBefore = place < at;
  const old = carryAll(deltas, isBefore ? place : place - inserted.length + removed);
  const left = old - gone.filter((lost) => lost < old).length;
  return isBefore ? left : left + inserted.length;
}
