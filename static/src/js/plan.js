// A plan page that stays true while it is open: new words, who is writing, and whether the line still holds.
import { Announcer } from "./plan/announcer.js";
import { Connection } from "./plan/connection.js";
import { closePage } from "./plan/closed.js";
import { showPresence } from "./plan/presence.js";
import { swapRegions } from "./plan/regions.js";
import { Status } from "./plan/status.js";
import { offerQuoting } from "./quote.js";

const main = document.querySelector("main[data-plan-socket]");
if (main && "WebSocket" in window) start();
offerQuoting();

function start() {
  const announcer = new Announcer("[data-live-notices]");
  // Who is writing stands on the page as long as it is so; it is only said aloud, for a bar would still say it afterwards.
  const whisper = new Announcer("[data-live-whispers]");
  const status = new Status();
  const { page, section } = main.dataset;
  const connection = new Connection(main.dataset.planSocket, {
    cursor: main.dataset.cursor || null,
    hello: { page, section: section || null },
    here: page === "edit" ? section || null : undefined,
    onOpen: () => status.connected(),
    onLost: () => status.lost(),
    onMessage: (message) => receive(message),
    onClosed: (reason) => {
      status.quiet();
      // The page's own end of the session keeps what is being typed; without it the page is closed here.
      const isOver = reason === "signed-out" || reason === "session";
      if (!isOver || document.dispatchEvent(new CustomEvent("portal:session-over", { cancelable: true }))) closePage(main, reason);
    },
  });

  function receive(message) {
    if (message.type === "news") {
      swapRegions(message.regions ?? []);
      announcer.say(message.notices ?? []);
      if (message.texts?.length) document.dispatchEvent(new CustomEvent("portal:texts", { detail: message.texts }));
    } else if (message.type === "presence") {
      whisper.say(showPresence(message.people ?? []));
    }
  }

  addEventListener("pagehide", () => connection.rest());
  addEventListener("pageshow", (event) => {
    if (event.persisted) connection.open();
  });
  connection.open();
}
