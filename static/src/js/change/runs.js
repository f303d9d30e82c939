// What changed between two texts, word by word, as the server says it (plans/queries/words.py): a list of kind and words.
const tokens = /[\p{L}\p{N}_]+(?:['’-][\p{L}\p{N}_]+)*|\s+|[^\p{L}\p{N}_\s]/gu;
const sentenceEnds = new Set([...".!?:;"]);
// Pairs of words that one comparison weighs; above it, what lies between the shared ends is shown as taken out and added whole.
const roof = 400_000;

export function changedRuns(before, after) {
  const bare = [before, after].map((words) => words.replaceAll("*", ""));
  return bare[0] === bare[1] && before !== after ? wordRuns(before, after) : wordRuns(...bare);
}

export function wordRuns(before, after) {
  if (before === after) return before ? [["same", before]] : [];
  const [old, now] = [before, after].map((words) => words.match(tokens) ?? []);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const middle = compared(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return settled(joined([["same", old.slice(0, head).join("")], ...middle, ["same", old.slice(old.length - tail).join("")]]));
}

// Words that both share count, spaces only where words leave it open.
const weight = (token) => (token.trim() ? 1000 : 1);

// The longest run of words that both share.
function compared(old, now) {
  if (old.length * now.length > roof) return [["removed", old.join("")], ["added", now.join("")]];
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = now.length - 1; b >= 0; b -= 1) {
      const without = Math.max(longest[(a + 1) * width + b], longest[a * width + b + 1]);
      const both = old[a] === now[b] ? longest[(a + 1) * width + b + 1] + weight(old[a]) : 0;
      longest.set([Math.max(without, both)], a * width + b);
    }
  }
  const pieces = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    const isShared = a < old.length && b < now.length && old[a] === now[b] && longest[a * width + b] === longest[(a + 1) * width + b + 1] + weight(old[a]);
    if (isShared) {
      pieces.push(["same", old[a]]);
      [a, b] = [a + 1, b + 1];
    } else if (a < old.length && (b === now.length || longest[(a + 1) * width + b] >= longest[a * width + b + 1])) pieces.push(["removed", old[a++]]);
    else pieces.push(["added", now[b++]]);
  }
  return lonelySpaces(pieces);
}

// A space between two changes is changed with them: it is not what two sentences share.
function lonelySpaces(pieces) {
  const isChanged = (place) => !pieces[place] || pieces[place][0] !== "same";
  return pieces.flatMap((piece, place) => {
    const isAlone = piece[0] === "same" && !piece[1].trim() && isChanged(place - 1) && isChanged(place + 1);
    return isAlone ? [["removed", piece[1]], ["added", piece[1]]] : [piece];
  });
}

// Neighbours of one kind are put together: between two texts that stay the same, first all that was removed, then all that was added.
function joined(pieces) {
  const runs = [];
  let [removed, added] = ["", ""];
  const endChange = () => {
    if (removed) runs.push(["removed", removed]);
    if (added) runs.push(["added", added]);
    [removed, added] = ["", ""];
  };
  for (const [kind, words] of pieces) {
    if (!words) continue;
    if (kind === "removed") removed += words;
    else if (kind === "added") added += words;
    else {
      endChange();
      if (runs.at(-1)?.[0] === "same") runs.at(-1)[1] += words;
      else runs.push(["same", words]);
    }
  }
  endChange();
  return runs;
}

// A change ends where a sentence ends, where it could as well: "[. Then this] ." reads better as ". [Then this.]".
function settled(runs) {
  for (let place = 1; place < runs.length - 1; place += 1) {
    const [earlier, change, later] = runs.slice(place - 1, place + 2);
    if (earlier[0] !== "same" || later[0] !== "same") continue;
    const [words, following] = [change[1].match(tokens), later[1].match(tokens)];
    let moved = 0;
    for (let step = 0; step < Math.min(words.length, following.length) && words[step] === following[step]; step += 1) {
      if (sentenceEnds.has(words[step])) moved = step + 1;
    }
    earlier[1] += words.slice(0, moved).join("");
    change[1] = [...words.slice(moved), ...words.slice(0, moved)].join("");
    later[1] = following.slice(moved).join("");
  }
  return runs.filter(([, words]) => words);
}
