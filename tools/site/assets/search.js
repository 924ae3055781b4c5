// Finds words in the sections of all pages. The list of sections stands in index.js.

const MOST_FOUND = 30;
const AROUND = 70;
const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

// The sections that have all the words, those with a word in their heading first.
function find(sections, asked) {
  const words = folded(asked).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const rank = ({ heading, words: text }) => {
    const [title, body] = [folded(heading), folded(text)];
    if (!words.every((word) => title.includes(word) || body.includes(word))) return 0;
    const inTitle = words.filter((word) => title.includes(word)).length;
    return 1 + 100 * inTitle + Math.min(50, body.split(words[0]).length - 1);
  };
  return sections.map((section, at) => ({ section, at, rank: rank(section) }))
    .filter((each) => each.rank)
    .sort((one, other) => other.rank - one.rank || one.at - other.at)
    .map((each) => each.section);
}

function setUpSearch(field) {
  const [list, count] = [document.querySelector(".found"), document.querySelector(".count")];
  const show = () => {
    const found = find(SECTIONS, field.value);
    const shown = found.slice(0, MOST_FOUND);
    list.replaceChildren(...shown.map((section) => entry(section, field.value)));
    const more = found.length > shown.length ? ` The first ${shown.length} are shown.` : "";
    count.textContent = field.value.trim()
      ? `${found.length} ${found.length === 1 ? "part" : "parts"} found.${more}` : "";
  };
  field.value = decodeURIComponent(location.hash.slice(1));
  field.addEventListener("input", show);
  show();
  field.focus();
}

function entry(section, asked) {
  const [item, link, words] = ["li", "a", "p"].map((name) => document.createElement(name));
  link.href = section.address;
  link.textContent = section.heading;
  words.textContent = `${section.page}: ${around(section.words, asked)}`;
  item.append(link, words);
  return item;
}

// The words around the first place where one of those asked for stands.
function around(text, asked) {
  const words = folded(asked).split(/\s+/).filter(Boolean);
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const at = places.length ? Math.min(...places) : 0;
  const start = at <= AROUND ? 0 : text.indexOf(" ", at - AROUND) + 1;
  const end = text.indexOf(" ", at + AROUND);
  return `${start ? "... " : ""}${text.slice(start, end < 0 ? undefined : end)}${end < 0 ? "" : " ..."}`;
}

if (typeof document === "object") {
  document.addEventListener("DOMContentLoaded", () => setUpSearch(document.querySelector("#words")));
}
if (typeof module === "object") Object.assign(module.exports, { find });
