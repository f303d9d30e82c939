// Who is writing, as words; gives back what is new to be said aloud.
let known = new Set();

export function showPresence(people) {
  const list = document.querySelector("[data-presence]");
  if (!list) return [];
  const section = list.dataset.presence;
  const lines = people.filter((person) => !section || person.section === section).map((person) => person.words);
  list.replaceChildren(...lines.map(lineOf));
  list.hidden = lines.length === 0;
  const news = lines.filter((line) => !known.has(line));
  known = new Set(lines);
  return news;
}

function lineOf(words) {
  const line = document.createElement("li");
  line.textContent = words;
  return line;
}
