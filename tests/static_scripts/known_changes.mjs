// Five changes that somebody made, and what is found of each, as JSON.
import { difference } from "../../static/src/js/text/splice.js";

const made = [
  ["hello", "helllo", 4],
  ["aaa", "aa", 1],
  ["😀", "😁", 2],
  ["He is", "He is and so", 12],
  ["same", "same", 2],
];
console.log(JSON.stringify(made.map(([before, after, caret]) => difference(before, after, caret))));
