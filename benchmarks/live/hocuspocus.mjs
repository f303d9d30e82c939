// Hocuspocus 4 with every update in SQLite (WAL, synchronous=FULL) before it is acknowledged: what our live text is measured against.
//
// node hocuspocus.mjs PORT FILE ONE|GATHERED
//
// ONE: each update is a transaction of its own. The row is written by a listener of the document itself, which runs before the SyncStatus of the update is sent
// and before the others get it; the hook `onChange` would run a turn later, after the acknowledgement, and costs more.
// GATHERED: what comes within one turn of the event loop is one transaction, and whatever is to be sent meanwhile waits for its commit. Hocuspocus has no such
// thing; it is measured so that it does not lose by its number of fsyncs alone.

import { DatabaseSync } from "node:sqlite";
import { Connection, Server } from "@hocuspocus/server";
import * as Y from "yjs";

const [port, file, way] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA busy_timeout=20000");
database.exec("CREATE TABLE IF NOT EXISTS updates (n INTEGER PRIMARY KEY, text TEXT NOT NULL, content BLOB NOT NULL)");
database.exec("CREATE INDEX IF NOT EXISTS of_text ON updates (text, n)");
const insert = database.prepare("INSERT INTO updates (text, content) VALUES (?, ?)");
const select = database.prepare("SELECT content FROM updates WHERE text = ? ORDER BY n");

const send = Connection.prototype.send;
let waiting = null;

function keep(documentName, update) {
  if (way === "GATHERED" && waiting === null) {
    database.exec("BEGIN IMMEDIATE");
    waiting = [];
    setImmediate(commit);
  }
  insert.run(documentName, update);
}

function commit() {
  database.exec("COMMIT");
  const released = waiting;
  waiting = null;
  for (const [connection, message] of released) send.call(connection, message);
}

Connection.prototype.send = function (message) {
  if (waiting === null) send.call(this, message);
  else waiting.push([this, message]);
};

const server = new Server({
  port: Number(port),
  address: "127.0.0.1",
  quiet: true,
  stopOnSignals: false,
  websocketOptions: { perMessageDeflate: false },
  async onLoadDocument({ document, documentName }) {
    const rows = select.all(documentName);
    if (rows.length) document.transact(() => rows.forEach((row) => Y.applyUpdate(document, row.content)));
  },
  async afterLoadDocument({ document, documentName }) {
    document.on("update", (update) => keep(documentName, update));
  },
});
await server.listen();
