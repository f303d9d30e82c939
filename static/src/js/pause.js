// How long to wait before a line is tried again (ms): twice as long after each failure, and no two pages at the same moment.
export function pauseAfter(failures, { first, longest }) {
  const pause = Math.min(longest, first * 2 ** Math.max(0, failures - 1));
  return pause / 2 + Math.random() * (pause / 2);
}
