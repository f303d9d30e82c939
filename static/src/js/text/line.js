// One text's way to the server: a socket where there can be one, questions and answers by HTTP where not. It counts what it sends, so that "saved" is only what
// the server has acknowledged; it comes back by itself after a growing pause, and stops where it is told to.
import { applyUpdate, encodeStateVector } from "yjs";

import { pauseAfter } from "../pause.js";
import { askWhy, exchange } from "./exchange.js";
import { answerFrame, askFrame, framesOf, nothing, presenceFrame, updateFrame } from "./wire.js";

const open = 1;
const firstPause = 500;
const longestPause = 20_000;
const openWithin = 6_000;
const savedWithin = 12_000;
const quietAfter = 30_000;
const renewEvery = 15_000;
const pollEvery = 1_000;
const askEvery = 3_000;
const trySocketEvery = 60_000;
const stops = new Set([4403, 4409, 1009, 1007]);
const tooLong = 4413;
const mostTooLong = 3;

export class Line {
  #addresses;
  #doc;
  #outbox;
  #hooks;
  #socket = null;
  #isGreeted = false;
  #isAnswered = false;
  #isAsked = false;
  #isOver = false;
  #isByHttp = false;
  #isAsking = false;
  #wanted = false;
  #failures = 0;
  #shutDoors = 0;
  #tooLong = 0;
  #holdsBack = false;
  #sent = [];
  #acknowledged = 0;
  #clock = 0;
  #isHere = false;
  #retry = 0;
  #quiet = 0;
  #overdue = 0;
  #impatience = 0;
  #renewal = 0;
  #askedAt = 0;
  #triedSocketAt = 0;

  constructor({ socketUrl, httpUrl, doc, outbox, hooks }) {
    this.#addresses = { socket: new URL(socketUrl, location.href.replace(/^http/, "ws")).href, http: httpUrl };
    this.#doc = doc;
    this.#outbox = outbox;
    this.#hooks = hooks;
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.#lose(this.#socket));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#hurry();
    });
  }

  get isOver() {
    return this.#isOver;
  }

  // Somebody writes here, or others do: be connected, until it has been quiet for a while.
  want() {
    if (this.#isOver) return;
    this.#wanted = true;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#letGo(), quietAfter);
    if (!this.#socket && !this.#retry) this.#connect();
  }

  // Tell the others that this person is (not) writing here.
  here(isHere) {
    if (isHere === this.#isHere) return;
    this.#isHere = isHere;
    this.#sayHere();
  }

  // There is something new in the outbox, or what was too long is not any more.
  send() {
    this.want();
    if (this.#isAnswered && this.#hooks.maySend()) this.#sendAll();
  }

  // Ask once by HTTP, without a socket: for the words of a text that nobody has entered yet, and to be sure before a form is sent.
  async ask({ isQuiet = false } = {}) {
    if (this.#isOver) return false;
    const upTo = this.#outbox.newest;
    const mine = this.#hooks.maySend() && !this.#holdsBack ? this.#outbox.all : null;
    this.#holdsBack = false;
    const frames = [askFrame(encodeStateVector(this.#doc))];
    if (mine) frames.push(updateFrame(mine));
    const answer = await exchange(this.#addresses.http, frames);
    if (this.#isOver) return false;
    if (answer?.isOver && !isQuiet) this.#hooks.onSessionOver();
    if (answer?.refusal?.status === 413 && this.#mayTryAgain()) return false;
    if (answer?.refusal && !isQuiet) this.#stop(answer.refusal);
    if (!answer?.frames) return false;
    for (const frame of framesOf(answer.frames)) {
      if (frame.type === "saved") {
        if (mine && frame.count) this.#outbox.acknowledge(upTo);
        this.#hooks.onSaved(mine && frame.count ? frame.at : "");
      } else if (frame.type === "answer" || frame.type === "update") applyUpdate(this.#doc, frame.content, this);
    }
    this.#hooks.onSynced();
    return true;
  }

  // The page goes away: what is unsaved is sent along behind it.
  rest() {
    const mine = this.#outbox.all;
    if (mine && !this.#isOver && this.#hooks.maySend()) exchange(this.#addresses.http, [updateFrame(mine)], { keepalive: true });
    clearTimeout(this.#retry);
    clearTimeout(this.#quiet);
    this.#retry = 0;
    this.#drop()?.close(1000);
  }

  close() {
    this.#isOver = true;
    this.rest();
  }

  #connect() {
    if (this.#isOver || this.#socket || !this.#wanted) return;
    clearTimeout(this.#retry);
    this.#retry = 0;
    if (navigator.onLine === false) {
      this.#failures = Math.max(1, this.#failures);
      this.#hooks.onLost();
      return;
    }
    if (this.#isByHttp && Date.now() - this.#triedSocketAt < trySocketEvery) {
      this.#poll();
      return;
    }
    this.#triedSocketAt = Date.now();
    const socket = new WebSocket(this.#addresses.socket);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#impatience = setTimeout(() => this.#lose(socket), openWithin);
    socket.addEventListener("open", () => this.#greet(socket));
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket && data instanceof ArrayBuffer) this.#hear(new Uint8Array(data));
    });
    socket.addEventListener("close", ({ code }) => this.#lose(socket, code));
  }

  #greet(socket) {
    if (socket !== this.#socket) return;
    socket.send(askFrame(encodeStateVector(this.#doc)));
    this.#sayHere();
    this.#renewal = setInterval(() => this.#sayHere(), renewEvery);
  }

  #hear(bytes) {
    for (const frame of framesOf(bytes)) {
      if (frame.type === "ask") this.#isAsked = true;
      else if (frame.type === "answer" || frame.type === "update") this.#take(frame);
      else if (frame.type === "saved") this.#note(frame);
      else if (frame.type === "presence") this.#hooks.onPresence(frame.states.filter(({ client }) => client !== this.#doc.clientID));
    }
    this.#answer();
  }

  #take({ type, content }) {
    if (content.length > nothing.length) this.#keepOpen();
    applyUpdate(this.#doc, content, this);
    if (type !== "answer" || this.#isGreeted) return;
    this.#isGreeted = true;
    this.#isByHttp = false;
    this.#failures = this.#shutDoors = 0;
    clearTimeout(this.#impatience);
    this.#hooks.onSynced();
    this.#hooks.onConnected();
  }

  // The server asks what this page has that it lacks. It gets an answer once the page knows what the server has, and whether the text is not too long.
  #answer() {
    if (!this.#isAsked || !this.#isGreeted) return;
    this.#isAsked = false;
    this.#isAnswered = true;
    const mine = this.#hooks.maySend() ? this.#outbox.all : null;
    this.#sendCounted(answerFrame(mine ?? nothing), mine ? this.#outbox.newest : 0);
  }

  #sendAll() {
    const mine = this.#unsent;
    if (mine) this.#sendCounted(updateFrame(mine), this.#outbox.newest);
  }

  // What was not sent on this connection.
  get #unsent() {
    return this.#outbox.after(Math.max(0, ...this.#sent.filter(Boolean)));
  }

  #sendCounted(frame, upTo) {
    this.#sent.push(upTo);
    this.#socket.send(frame);
    if (upTo && !this.#overdue) this.#expectSaved();
  }

  #expectSaved() {
    const socket = this.#socket;
    this.#overdue = setTimeout(() => this.#doubt(socket), savedWithin);
  }

  // A line may be dead without saying so; or whoever came back may hear here still, and write no more: what they say is not taken then.
  async #doubt(socket) {
    this.#lose(socket);
    const answer = await askWhy(this.#addresses.http);
    if (answer?.refusal) this.#stop(answer.refusal);
  }

  #note({ count, at }) {
    const upTo = Math.max(0, ...this.#sent.slice(this.#acknowledged, count));
    this.#acknowledged = Math.max(this.#acknowledged, count);
    if (!upTo) return;
    this.#tooLong = 0;
    this.#outbox.acknowledge(upTo);
    clearTimeout(this.#overdue);
    this.#overdue = 0;
    if (!this.#outbox.isEmpty) this.#expectSaved();
    this.#hooks.onSaved(at);
  }

  #sayHere() {
    if (!this.#socket || this.#socket.readyState !== open || (!this.#isHere && !this.#clock)) return;
    this.#clock += 1;
    this.#socket.send(presenceFrame(this.#doc.clientID, this.#clock, this.#isHere));
  }

  #keepOpen() {
    if (this.#wanted) this.want();
  }

  #letGo() {
    if (!this.#outbox.isEmpty) {
      this.want();
      return;
    }
    this.#wanted = false;
    this.rest();
    this.#hooks.onAlone();
  }

  // Forget the socket and what was counted on it.
  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#isGreeted = this.#isAnswered = this.#isAsked = false;
    this.#sent = [];
    this.#acknowledged = 0;
    clearTimeout(this.#impatience);
    clearTimeout(this.#overdue);
    clearInterval(this.#renewal);
    this.#overdue = 0;
    return socket;
  }

  #lose(socket, code) {
    if (!socket || socket !== this.#socket) return;
    const wasOpen = this.#isGreeted;
    this.#drop();
    socket.close();
    this.#hooks.onAlone();
    if (this.#isOver) return;
    if (stops.has(code) || (code === tooLong && !this.#mayTryAgain())) {
      this.#askWhy(code);
      return;
    }
    if (!this.#wanted) return;
    this.#failures += 1;
    this.#hooks.onLost();
    if (!wasOpen && navigator.onLine !== false) this.#shutDoors += 1;
    if (this.#shutDoors >= 2) {
      this.#isByHttp = true;
      this.#poll();
    } else this.#later();
  }

  #later() {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#again(), pauseAfter(this.#failures, { first: firstPause, longest: longestPause }));
  }

  #again() {
    this.#retry = 0;
    this.#connect();
  }

  #hurry() {
    if (this.#isOver || !this.#wanted || this.#socket || !this.#failures || this.#isAsking) return;
    this.#triedSocketAt = 0;
    this.#connect();
  }

  // No socket, but there is a line: send what there is, and look at times what others wrote.
  async #poll() {
    if (this.#isAsking || this.#isOver || !this.#wanted) return;
    if (!this.#outbox.isEmpty || Date.now() - this.#askedAt >= askEvery) {
      this.#isAsking = true;
      this.#askedAt = Date.now();
      const isHeard = await this.ask();
      this.#isAsking = false;
      if (this.#isOver) return;
      if (isHeard) {
        this.#failures = 0;
        this.#hooks.onConnected();
      } else {
        this.#failures += 1;
        this.#hooks.onLost();
        this.#later();
        return;
      }
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#again(), pollEvery);
  }

  // With what others wrote it was too long: hear that first, then the box says so and nothing is sent until it is shorter.
  #mayTryAgain() {
    this.#tooLong += 1;
    this.#holdsBack = true;
    return this.#tooLong < mostTooLong;
  }

  async #askWhy(code) {
    this.#isAsking = true;
    const answer = await askWhy(this.#addresses.http);
    this.#isAsking = false;
    if (this.#isOver) return;
    if (answer?.isOver) this.#hooks.onSessionOver();
    else if (answer?.refusal) this.#stop(answer.refusal);
    else if (answer) this.#stop({ status: code, title: "", because: "" });
    else {
      this.#failures += 1;
      this.#hooks.onLost();
      this.#later();
    }
  }

  #stop(refusal) {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#quiet);
    this.#drop()?.close();
    this.#hooks.onStopped(refusal);
  }
}
