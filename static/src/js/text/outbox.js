// What this person changed and the server has not acknowledged yet.
import { decodeUpdate, mergeUpdates } from "yjs";

const mostApart = 40;

export class Outbox {
  #changes = [];
  #newest = 0;

  get newest() {
    return this.#newest;
  }

  get isEmpty() {
    return this.#changes.length === 0;
  }

  // Everything unacknowledged as one update, or null.
  get all() {
    return this.after(0);
  }

  // What came after a number, and is not acknowledged.
  after(number) {
    const found = this.#changes.filter((change) => change.number > number).map(({ update }) => update);
    return found.length > 1 ? mergeUpdates(found) : (found[0] ?? null);
  }

  add(update) {
    this.#newest += 1;
    this.#changes.push({ number: this.#newest, update });
    if (this.#changes.length > mostApart) this.#changes = [{ number: this.#newest, update: this.all }];
  }

  acknowledge(upTo) {
    this.#changes = this.#changes.filter(({ number }) => number > upTo);
  }
}

// The words that an update puts in, as a person would know them again; what it takes away has none.
export function wordsIn(update) {
  if (!update) return "";
  const { structs, ds } = decodeUpdate(update);
  const parts = [];
  let last = null;
  for (const { id, content, origin, length } of structs) {
    if (typeof content?.str !== "string") continue;
    const words = remaining(content.str, id, ds.clients.get(id.client) ?? []);
    const goesOn = last && origin && origin.client === last.client && origin.clock === last.clock;
    if (words && !goesOn && parts.length) parts.push("\n");
    parts.push(words);
    last = { client: id.client, clock: id.clock + length - 1 };
  }
  return parts.join("").trim();
}

function remaining(words, { clock }, gone) {
  return [...Array(words.length).keys()]
    .filter((place) => !gone.some((part) => clock + place >= part.clock && clock + place < part.clock + part.len))
    .map((place) => words[place])
    .join("");
}
