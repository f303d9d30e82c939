// Speak to a live text with the y-websocket provider as npm gives it: commands come in as lines of JSON, what happens goes out as lines of JSON.
//
// node provider.mjs ORIGIN PATH COOKIE
//     {"type": "words", "at": 0, "gone": 0}   change the words      {"say": true}   say the words, whether they are synced, and who else is there
//     {"leave": true}, {"back": true}         the line goes and comes
import { createInterface } from "node:readline";
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";

const [origin, path, cookie] = process.argv.slice(2);

class SignedIn extends WebSocket {
    constructor(url) {
        super(url, { headers: { Origin: origin, Cookie: cookie } });
    }
}

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const others = () => [...provider.awareness.getStates()].filter(([client]) => client !== doc.clientID).map(([, state]) => state.user?.name);
const doc = new Y.Doc();
const text = doc.getText("text");
const place = path.replace(/\/$/, "").split("/");
const provider = new WebsocketProvider(`${origin.replace("http", "ws")}${place.slice(0, -1).join("/")}`, place.at(-1), doc, {
    WebSocketPolyfill: SignedIn,
    disableBc: true,
    maxBackoffTime: 200,
});
provider.awareness.setLocalStateField("user", { name: "<b>Somebody else</b>", colour: "red" });
provider.on("connection-close", (event) => say({ closed: event?.code }));

for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    if ("type" in asked) {
        doc.transact(() => {
            text.delete(asked.at, asked.gone);
            text.insert(asked.at, asked.type);
        });
    }
    if (asked.say) say({ words: text.toString(), isSynced: provider.synced, who: others() });
    if (asked.leave) provider.disconnect();
    if (asked.back) provider.connect();
}
process.exit(0);
