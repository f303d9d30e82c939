// One change of a text as {at, removed, inserted}, and how it is carried over what others did meanwhile. Places count UTF-16 units, as text areas and Yjs do.

// Find the smallest change between two texts. Where several would do, it is the one that ends at the caret, which is where somebody types.
export function difference(before, after, caret = after.length) {
  const shorter = Math.min(before.length, after.length);
  let suffix = sameEnd(before, after, 0, Math.min(shorter, after.length - caret));
  let prefix = 0;
  while (prefix < shorter - suffix && before[prefix] === after[prefix]) prefix += 1;
  suffix = sameEnd(before, after, suffix, shorter - prefix);
  if (isInsidePair(before, prefix) || isInsidePair(after, prefix)) prefix -= 1;
  if (isInsidePair(before, before.length - suffix) || isInsidePair(after, after.length - suffix)) suffix -= 1;
  return { at: prefix, removed: before.length - suffix - prefix, inserted: after.slice(prefix, after.length - suffix) };
}

function sameEnd(before, after, from, most) {
  let length = from;
  while (length < most && before[before.length - 1 - length] === after[after.length - 1 - length]) length += 1;
  return length;
}

// Yjs would break a pair of surrogates that is cut in two.
function isInsidePair(text, place) {
  return place > 0 && isHigh(text.charCodeAt(place - 1)) && isLow(text.charCodeAt(place));
}

const isHigh = (unit) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit) => unit >= 0xdc00 && unit < 0xe000;
const noText = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd\p{Cs}\p{Noncharacter_Code_Point}]/gu;

// Line ends of one kind, and nothing that is no text: the server would refuse the whole of it.
export function cleaned(words) {
  return words.replace(/\r\n?/g, "\n").replace(noText, "");
}

export function hasHalfPair(words) {
  for (let place = 0; place < words.length; place += 1) {
    const unit = words.charCodeAt(place);
    if (isHigh(unit) && isLow(words.charCodeAt(place + 1))) place += 1;
    else if (isHigh(unit) || isLow(unit)) return true;
  }
  return false;
}

export function deltaOf({ at, removed, inserted }) {
  return [{ retain: at }, { insert: inserted }, { delete: removed }].filter((part) => Object.values(part)[0].length !== 0 && Object.values(part)[0] !== 0);
}

// Where a place stands after a change of Yjs (a delta). At the edge of new words it stays before them, or goes behind them.
export function carry(delta, place, { behind = false } = {}) {
  let old = 0;
  let now = 0;
  for (const { retain, insert, delete: gone } of delta) {
    if (retain) {
      if (place < old + retain || (!behind && place === old + retain)) return now + place - old;
      old += retain;
      now += retain;
    } else if (gone) {
      if (place < old + gone || (!behind && place === old + gone)) return now;
      old += gone;
    } else {
      if (place === old && !behind) return now;
      now += insert.length;
    }
  }
  return now + place - old;
}

export function carryAll(deltas, place, side) {
  return deltas.reduce((at, delta) => carry(delta, at, side), place);
}

// A change of mine on a text that others have changed since: where it begins now, and which of the places it takes away are still there (last first).
export function carried({ at, removed, inserted }, deltas) {
  const gone = [];
  for (let place = at + removed - 1; place >= at; place -= 1) {
    const start = carryAll(deltas, place, { behind: true });
    if (carryAll(deltas, place + 1) > start) gone.push(start);
  }
  return { at: carryAll(deltas, at), gone, inserted };
}
