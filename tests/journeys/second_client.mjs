// The unmodified y-websocket from npm as somebody's second client. Orders come as lines of JSON, every state of the text goes out as one:
//   node second_client.mjs <ws origin> <path of the text> <origin> <cookie>
import { createInterface } from "node:readline";

import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

const [server, path, origin, cookie] = process.argv.slice(2);

class SignedIn extends WebSocket {
  constructor(url) {
    super(url, { headers: { Cookie: cookie, Origin: origin } });
  }
}

const doc = new Y.Doc();
const text = doc.getText("text");
const provider = new WebsocketProvider(server, path, doc, { WebSocketPolyfill: SignedIn, disableBc: true });
const tell = () => console.log(JSON.stringify({ synced: provider.synced, words: text.toString(), others: others() }));
const others = () => [...provider.awareness.getStates()].filter(([client]) => client !== doc.clientID).map(([, state]) => state.user?.name ?? "");
provider.on("sync", tell);
provider.awareness.on("change", tell);
text.observe(tell);

for await (const line of createInterface({ input: process.stdin })) {
  const { insert, at, leave, come } = JSON.parse(line);
  if (leave) provider.disconnect();
  if (come) provider.connect();
  if (insert) text.insert(at ?? text.length, insert);
}
process.exit(0);
