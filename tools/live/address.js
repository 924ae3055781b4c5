// The address of a lesson keeps the state of the explorer that was moved last, and brings it back
// for whoever gets it, when the cell of that explorer runs. Python reads the state, and never runs it.
"use strict";

const STATE = /^explore\.(\w+)\(/;
const lines = new Map(); // what each explorer on the page showed last, by its element
let coming = "";

const inAddress = () => {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
};

const keepInAddress = (line) => {
  history.replaceState(history.state, "", `#${encodeURIComponent(line)}`);
};

const bringTo = (field) => {
  field.value = coming;
  say("");
  coming = "";
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
};

const look = () => {
  for (const explorer of document.querySelectorAll(".dlfs-explorer")) {
    const line = explorer.querySelector("[data-line]")?.dataset.line;
    const field = explorer.querySelector(".dlfs-address input");
    if (!line || !field) continue;
    if (coming && STATE.exec(coming)?.[1] === field.placeholder) bringTo(field);
    else if (lines.has(explorer) && lines.get(explorer) !== line) keepInAddress(line);
    lines.set(explorer, line);
  }
  for (const explorer of lines.keys()) if (!explorer.isConnected) lines.delete(explorer);
};

const expectState = () => { coming = STATE.test(inAddress()) ? inAddress() : ""; };
// Whoever loads the page again was there: to them the address tells nothing new.
const isAgain = () => performance.getEntriesByType("navigation")[0]?.type === "reload";
const announced = () => (!coming || isAgain() ? ""
  : `This link shows explore.${STATE.exec(coming)[1]} as somebody left it: run its cell to see it.`);

expectState();
addEventListener("hashchange", () => { expectState(); say(announced()); });
setInterval(look, 250);
