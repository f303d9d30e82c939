// Ask the part that finds one change of a text and carries it over those of others, on random texts; print what went wrong, as JSON.
import { carried, cleaned, deltaOf, difference, hasHalfPair } from "../../static/src/js/text/splice.js";

let seed = Number(process.argv[2]);
const random = (below) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor(seed / 65536) % below;
};
const signs = ["a", "b", " ", "\n", "😀", "👩‍🚀", "ਸ੍ਰੀ", "سلام", "é", "aa"];
const text = () => Array.from({ length: random(12) }, () => signs[random(signs.length)]).join("");
const place = (words) => [...words].slice(0, random([...words].length + 1)).join("").length;
const faults = [];
const expect = (isSo, ...seen) => {
  if (!isSo) faults.push(seen);
};
const apply = (words, { at, removed, inserted }) => words.slice(0, at) + inserted + words.slice(at + removed);

function edited(words) {
  const [one, other] = [place(words), place(words)].sort((a, b) => a - b);
  const inserted = random(3) ? text() : "";
  const end = random(2) ? other : one;
  return { words: words.slice(0, one) + inserted + words.slice(end), caret: one + inserted.length, inserted };
}

for (let turn = 0; turn < 4000; turn += 1) {
  const before = text() + text();
  const mine = edited(before);
  const found = difference(before, mine.words, mine.caret);
  expect(apply(before, found) === mine.words, "is not the change", before, mine.words, found);
  expect(![found.inserted, before.slice(0, found.at), before.slice(found.at + found.removed)].some(hasHalfPair), "cuts a pair", before, mine.words, found);
  expect(cleaned(mine.words) === mine.words.normalize("NFC") || cleaned(mine.words) === mine.words, "cleans what is text", mine.words);

  const theirs = edited(before);
  const since = [deltaOf(difference(before, theirs.words, theirs.caret))];
  const to = carried(found, since);
  let both = theirs.words;
  let start = to.at;
  for (const gone of to.gone) {
    both = both.slice(0, gone) + both.slice(gone + 1);
    if (gone < start) start -= 1;
  }
  both = both.slice(0, start) + found.inserted + both.slice(start);
  expect(!hasHalfPair(both), "breaks a pair together", before, mine.words, theirs.words, both);
  expect(both.includes(found.inserted), "loses mine", before, mine.words, theirs.words, both);
  const kept = difference(before, theirs.words, theirs.caret).inserted;
  expect([...kept].every((sign) => both.includes(sign)), "loses theirs", before, mine.words, theirs.words, both);
  if (mine.words === before) expect(both === theirs.words, "changes without a change", before, theirs.words, both);
  if (theirs.words === before) expect(both === mine.words, "differs when alone", before, mine.words, both);
}
console.log(JSON.stringify(faults.slice(0, 5)));
