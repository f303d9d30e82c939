// The frames of the y-websocket protocol, version 1, and our own acknowledgement.
import { createDecoder, hasContent, readVarString, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from "lib0/encoding";

const sync = 0;
const awareness = 1;
const acknowledgement = 100;
const step1 = 0;
const step2 = 1;
const update = 2;

// An update that says nothing.
export const nothing = Uint8Array.of(0, 0);

export const askFrame = (vector) => syncFrame(step1, vector);
export const answerFrame = (words) => syncFrame(step2, words);
export const updateFrame = (words) => syncFrame(update, words);

function syncFrame(kind, content) {
  const encoder = createEncoder();
  writeVarUint(encoder, sync);
  writeVarUint(encoder, kind);
  writeVarUint8Array(encoder, content);
  return toUint8Array(encoder);
}

// Say that this client is here, or (state null) not any more. Who it is, the server knows.
export function presenceFrame(client, clock, isHere) {
  const inner = createEncoder();
  writeVarUint(inner, 1);
  writeVarUint(inner, client);
  writeVarUint(inner, clock);
  writeVarString(inner, isHere ? "{}" : "null");
  const encoder = createEncoder();
  writeVarUint(encoder, awareness);
  writeVarUint8Array(encoder, toUint8Array(inner));
  return toUint8Array(encoder);
}

// Read every frame of a message or an answer; what is unknown ends the reading.
export function* framesOf(bytes) {
  const decoder = createDecoder(bytes);
  while (hasContent(decoder)) {
    const kind = readVarUint(decoder);
    if (kind === sync) {
      const what = readVarUint(decoder);
      yield { type: ["ask", "answer", "update"][what], content: readVarUint8Array(decoder) };
    } else if (kind === awareness) yield { type: "presence", states: statesOf(readVarUint8Array(decoder)) };
    else if (kind === acknowledgement) yield { type: "saved", count: readVarUint(decoder), at: readVarString(decoder) };
    else return;
  }
}

function statesOf(bytes) {
  const decoder = createDecoder(bytes);
  return Array.from({ length: readVarUint(decoder) }, () => {
    const client = readVarUint(decoder);
    readVarUint(decoder);
    return { client, state: JSON.parse(readVarString(decoder)) };
  });
}
