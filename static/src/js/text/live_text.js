// One text that several people may write at the same moment: its box, its shared words, its way to the server, and what is said under it.
import { Doc, UndoManager, applyUpdate } from "yjs";

import { dropUnsent, forgetUnsentOf } from "../unsent.js";
import { Binding } from "./binding.js";
import { Line } from "./line.js";
import { Outbox, wordsIn } from "./outbox.js";
import { Shelf } from "./shelf.js";
import { StateLine } from "./state_line.js";
import { takeUndoKeys } from "./undo.js";
import { say } from "./words.js";

const lostAfter = 3_000;
const sessionMargin = 120;

export class LiveText {
  #area;
  #state;
  #doc = new Doc();
  #text = this.#doc.getText("text");
  #outbox = new Outbox();
  #binding;
  #undo;
  #line;
  #shelf;
  #kept = [];
  #isBound = false;
  #isLost = false;
  #isRefused = false;
  #lostTimer = 0;
  #savedAt = "";
  #heardAt = Date.now();
  #sending = new Map();
  #others = new Map();

  constructor(area) {
    this.#area = area;
    this.place = area.dataset.liveText;
    this.#state = new StateLine(document.getElementById(area.dataset.liveLine));
    this.#shelf = new Shelf(`${area.dataset.socketUrl}#${this.#doc.clientID}`);
    this.#binding = new Binding(area, this.#text, { onEarly: () => this.#wake(), onHeld: () => this.#show(), undo: () => this.#undo });
    this.#undo = new UndoManager(this.#text, { trackedOrigins: new Set([this.#binding]) });
    takeUndoKeys(area, this.#undo);
    this.#line = new Line({
      socketUrl: area.dataset.socketUrl,
      httpUrl: area.dataset.httpUrl,
      doc: this.#doc,
      outbox: this.#outbox,
      hooks: {
        maySend: () => this.#isBound && !this.#over,
        onSynced: () => this.#bind(),
        onConnected: () => this.#back(),
        onLost: () => this.#lose(),
        onAlone: () => this.#meet([], { isAlone: true }),
        onSaved: (at) => this.#note(at),
        onPresence: (states) => this.#meet(states),
        onStopped: (refusal) => this.#stop(refusal),
        onSessionOver: () => document.dispatchEvent(new CustomEvent("portal:session-over", { cancelable: true })),
      },
    });
    this.#doc.on("update", (update, origin, doc, transaction) => {
      if (transaction.local) this.#changed(update);
    });
    this.#listen();
  }

  // Others write here: hear it.
  listen() {
    this.#line.want();
  }

  // Fetch the shared words ahead, so that writing can go on without a line.
  async fetchAhead() {
    if (!this.#isBound) await this.#line.ask({ isQuiet: true });
  }

  // Words of this person that an earlier page could not send.
  takeUp(entry) {
    this.#kept.push(entry);
    this.#line.want();
    if (this.#isBound) this.#mergeKept();
    this.#show();
  }

  get isUnsaved() {
    return !this.#isRefused && (!this.#outbox.isEmpty || this.#kept.length > 0 || Boolean(this.#binding.early));
  }

  get area() {
    return this.#area;
  }

  get socketUrl() {
    return this.#area.dataset.socketUrl;
  }

  // Give the words that are not sent, as they can be read.
  get unsentWords() {
    return [...this.#kept.map(({ words }) => words), wordsIn(this.#outbox.all) || (this.#binding.early?.inserted ?? "").trim()].filter(Boolean).join("\n");
  }

  // Be sure that everything is saved, by HTTP where that is quicker. Gives whether it is.
  async flush() {
    for (let tries = 0; tries < 2 && this.isUnsaved; tries += 1) await this.#line.ask();
    return !this.isUnsaved;
  }

  rest() {
    this.#line.rest();
  }

  // Another way takes the words over (a form that the server keeps): nothing more is sent from here.
  handOver() {
    const words = this.unsentWords;
    this.#line.close();
    this.#isRefused = true;
    this.#shelf.put(null);
    forgetUnsentOf(this.socketUrl);
    return words;
  }

  sayWaiting() {
    this.#state.show("lost", say("waiting"));
  }

  #listen() {
    const area = this.#area;
    area.addEventListener("focus", () => this.#wake());
    area.addEventListener("blur", () => {
      this.#line.here(false);
      this.#state.sayOnLeaving();
    });
    if (document.activeElement === area) this.#wake();
    addEventListener("offline", () => this.#lose());
    addEventListener("online", () => this.#show());
  }

  #wake() {
    this.#line.want();
    this.#show();
  }

  // The shared words are there for the first time: from now on the box is the text's, and no field of a form.
  #bind() {
    this.#heardAt = Date.now();
    if (!this.#isBound) {
      this.#isBound = true;
      this.#area.dataset.liveBound = this.#area.name;
      this.#area.removeAttribute("name");
      const early = this.#kept.find(({ typed }) => typed);
      const isExact = early?.n === Number(this.#area.dataset.liveN);
      this.#binding.begin(early ? { ...early.typed, isExact } : null);
      if (early) this.#sending.set(early, this.#outbox.newest);
    }
    this.#mergeKept();
    this.#show();
  }

  #mergeKept() {
    for (const entry of this.#kept) {
      if (entry.changes && !this.#sending.has(entry)) {
        applyUpdate(this.#doc, entry.changes, "kept");
        this.#outbox.add(entry.changes);
        this.#sending.set(entry, this.#outbox.newest);
      }
    }
    if (this.#sending.size) this.#line.send();
  }

  #changed(update) {
    this.#outbox.add(update);
    this.#keep();
    this.#line.here(document.activeElement === this.#area);
    this.#line.send();
    this.#show();
  }

  #keep() {
    const early = this.#binding.early;
    const nothing = this.#outbox.isEmpty && !early;
    this.#shelf.put(nothing || this.#isRefused ? null : this.#entry(early));
  }

  #entry(early) {
    const { socketUrl, reference, liveN } = this.#area.dataset;
    const left = Number(document.querySelector("[data-session-end]")?.dataset.askAfter ?? 0) + sessionMargin;
    return {
      place: socketUrl,
      person: document.body.dataset.personKey,
      reference,
      page: location.pathname,
      n: Number(liveN),
      changes: this.#outbox.all,
      typed: early,
      words: wordsIn(this.#outbox.all) || (early?.inserted ?? "").trim(),
      until: this.#heardAt + left * 1_000,
    };
  }

  #note(at) {
    this.#heardAt = Date.now();
    if (at) this.#savedAt = at;
    if (this.#outbox.isEmpty) {
      for (const entry of this.#sending.keys()) dropUnsent(entry.key, entry.at);
      this.#kept = this.#kept.filter((entry) => !this.#sending.has(entry));
      this.#sending.clear();
    }
    this.#keep();
    this.#back();
  }

  #back() {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = 0;
    this.#isLost = false;
    this.#show();
  }

  // A short break is nobody's business; where the browser knows that there is no line, it is said at once.
  #lose() {
    if (navigator.onLine === false) this.#isLost = true;
    else
      this.#lostTimer ||= setTimeout(() => {
        this.#isLost = true;
        this.#show();
      }, lostAfter);
    this.#show();
  }

  #meet(states, { isAlone = false } = {}) {
    if (isAlone) this.#others.clear();
    for (const { client, state } of states) {
      const name = state?.user?.name;
      if (typeof name === "string") this.#others.set(client, name);
      else this.#others.delete(client);
    }
    this.#state.showOthers([...new Set(this.#others.values())]);
  }

  // How many characters too many there are, as the server counts them.
  get #over() {
    const limit = Number(this.#area.dataset.limit);
    const { value } = this.#area;
    return value.length <= limit ? 0 : Math.max(0, [...value].length - limit);
  }

  #stop({ status, title, because }) {
    this.#isRefused = true;
    const own = this.unsentWords;
    const words = [title, because].filter(Boolean).join(". ") || say(status === 4409 || status === 409 ? "again" : "refused");
    this.#area.readOnly = true;
    if (status === 404) this.#area.value = "";
    this.#state.show("refused", words);
    this.#state.showOthers([]);
    if (own) this.#giveBack(own);
    this.#kept = [];
    this.#shelf.put(null);
    forgetUnsentOf(this.#area.dataset.socketUrl);
  }

  #giveBack(own) {
    const label = document.createElement("p");
    label.className = "govuk-body";
    label.textContent = say("own");
    const copy = document.createElement("textarea");
    copy.className = "govuk-textarea";
    copy.readOnly = true;
    copy.rows = 3;
    copy.value = own;
    copy.setAttribute("aria-label", say("own"));
    document.getElementById(this.#area.dataset.liveLine).after(label, copy);
  }

  #show() {
    if (this.#isRefused) return;
    const isEarly = Boolean(this.#binding.early);
    if (isEarly) this.#keep();
    const over = this.#over;
    if (over) this.#state.show("tooLong", say("tooLong", Number(this.#area.dataset.limit).toLocaleString("en-GB"), over.toLocaleString("en-GB")));
    else if (this.#isLost && (this.isUnsaved || document.activeElement === this.#area)) this.#state.show("lost", say("lost"));
    else if (this.isUnsaved) this.#state.show("unsaved", say("unsaved"));
    else if (this.#savedAt) this.#state.show("saved", say("saved", this.#savedAt));
    else this.#state.show("ready", this.#isBound ? say("ready") : "");
  }
}
