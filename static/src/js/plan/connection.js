// The socket of a plan: says hello with the last cursor, answers to silence, comes back by itself after a growing pause.
import { pauseAfter } from "../pause.js";

const firstPause = 1_000;
const longestPause = 30_000;
const pingEvery = 20_000;
const silenceLimit = 45_000;
const forbidden = 4403;
const askAfter = 3;

export class Connection {
  #path;
  #hooks;
  #cursor;
  #socket = null;
  #failures = 0;
  #isOver = false;
  #heardAt = 0;
  #retry = 0;
  #pulse = 0;

  constructor(path, { cursor, ...hooks }) {
    this.#path = path;
    this.#cursor = cursor;
    this.#hooks = hooks;
    addEventListener("online", () => this.#hurry());
    // The browser knows at once that there is no line; the socket itself would find out only by silence.
    addEventListener("offline", () => {
      if (this.#socket) this.#lose(this.#socket);
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#hurry();
    });
  }

  open() {
    if (this.#isOver || this.#socket) return;
    clearTimeout(this.#retry);
    const socket = new WebSocket(new URL(this.#path, location.href.replace(/^http/, "ws")));
    this.#socket = socket;
    socket.addEventListener("open", () => this.#greet(socket));
    socket.addEventListener("message", ({ data }) => this.#hear(socket, data));
    socket.addEventListener("close", ({ code, reason }) => this.#lose(socket, code, reason));
  }

  // Let go without an end: the page goes to sleep and may come back.
  rest() {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    socket?.close(1000);
  }

  #greet(socket) {
    this.#heardAt = Date.now();
    this.#send({ type: "hello", cursor: this.#cursor, ...this.#hooks.hello });
    if (this.#hooks.here !== undefined) this.#send({ type: "here", section: this.#hooks.here });
    clearInterval(this.#pulse);
    this.#pulse = setInterval(() => {
      if (Date.now() - this.#heardAt > silenceLimit) this.#lose(socket);
      else this.#send({ type: "ping" });
    }, pingEvery);
  }

  #hear(socket, data) {
    if (socket !== this.#socket) return;
    this.#heardAt = Date.now();
    const message = parse(data);
    if (!message) return;
    if (message.type === "bye") return this.#end(message.reason);
    if (message.type === "welcome") {
      this.#failures = 0;
      this.#hooks.onOpen();
    }
    this.#hooks.onMessage(message);
    // The cursor moves only once the news is on the page: a fault on the way is made good by the next hello.
    if (message.cursor) this.#cursor = message.cursor;
  }

  #lose(socket, code, reason) {
    if (socket !== this.#socket) return;
    this.rest();
    if (code === forbidden) return this.#end(reason);
    if (this.#isOver) return;
    this.#failures += 1;
    this.#hooks.onLost();
    if (this.#failures % askAfter === 0) this.#askWhy();
    this.#retry = setTimeout(() => this.#again(), pauseAfter(this.#failures, { first: firstPause, longest: longestPause }));
  }

  // Without a line there is nothing to try; "online" says when there is.
  #again() {
    if (navigator.onLine !== false) this.open();
  }

  // A socket refused before it opens gives no reason; the page itself does.
  async #askWhy() {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" }).catch(() => null);
    if (answer?.status === 403 || answer?.status === 404) this.#end("gone");
    if (answer?.type === "opaqueredirect") this.#end("signed-out");
  }

  #hurry() {
    if (!this.#socket && this.#failures) this.open();
  }

  #end(reason) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.rest();
    this.#hooks.onClosed(reason);
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
