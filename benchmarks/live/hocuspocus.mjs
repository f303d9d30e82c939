// Hocuspocus 4 with every update in SQLite (WAL, synchronous=FULL) before it is acknowledged: what our live text is measured against.
//
// node hocuspocus.mjs PORT FILE
//
// The row is written by a listener of the document itself, which runs before the SyncStatus of the update is sent and before the others get it; the hook
// `onChange` runs a turn later, after the acknowledgement. It is cheaper than the hook, too: whatever this costs is in favour of hocuspocus.

import { DatabaseSync } from "node:sqlite";
import { Server } from "@hocuspocus/server";
import * as Y from "yjs";

const [port, file] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA busy_timeout=20000");
database.exec("CREATE TABLE IF NOT EXISTS updates (n INTEGER PRIMARY KEY, text TEXT NOT NULL, content BLOB NOT NULL)");
database.exec("CREATE INDEX IF NOT EXISTS of_text ON updates (text, n)");
const insert = database.prepare("INSERT INTO updates (text, content) VALUES (?, ?)");
const select = database.prepare("SELECT content FROM updates WHERE text = ? ORDER BY n");

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
    document.on("update", (update) => insert.run(documentName, update));
  },
});
await server.listen();
