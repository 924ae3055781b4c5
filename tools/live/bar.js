// The bar above a lesson: how far Python is, and a learner's work as one file, saved and loaded.
"use strict";

const COURSE = "deep learning from scratch";
const LARGEST = 50e6;
const PLAIN = /^(?!.*(^|\/)\.{1,2}(\/|$))[^\\:*?"<>|]{1,200}$/;
const part = (name) => document.querySelector(`#course ${name}`);
const lessonHere = () => new URLSearchParams(location.search).get("path") ?? "";
// A notebook that is named can be opened.
const inPlace = (text) => text.endsWith(".ipynb") && text !== lessonHere()
  ? Object.assign(document.createElement("a"), { href: `?path=${encodeURIComponent(text)}`, textContent: text })
  : text;
const say = (text) => {
  part("[role=status]").replaceChildren(...text.split(/(\S+\.ipynb)/).filter(Boolean).map(inPlace));
};
const shown = (number) => `${number} ${number === 1 ? "file" : "files"}`;

// How far Python is.

const PATIENCE = 10_000;
const STARTS = "Python is starting in your browser. The first time it takes half a minute.";
const STARTS_AGAIN = "Python is starting again. "
  + "Choose a cell, then Run > Run All Above Selected Cell brings your work back.";
const IS_BUSY = "Python is still busy. If it never ends: Kernel > Restart Kernel. Your cells stay.";
const LESSON = /^\d\d_\w+\.ipynb$/;
const NOT_KEPT = "Your answers are not kept here.";
let wasReady = false, knowsWhere = false, busySince = 0, toldOfPython = "";

const panel = () => [...(window.jupyterapp?.shell?.widgets("main") ?? [])]
  .find((one) => one.content?.widgets?.length);
const kernel = () => panel()?.sessionContext?.session?.kernel;
const status = () => kernel()?.status;

// Through it Python's files, the answers among them, come to where the browser keeps them.
const keepsAnswers = async () => {
  try { return Boolean(await navigator.serviceWorker.getRegistration()); } catch { return false; }
};

// Python does not see which notebook it runs; a report has to know. After a restart it is told anew.
const tellWhere = () => {
  knowsWhere = true;
  if (!LESSON.test(lessonHere())) return;
  const code = `import os; os.environ["JPY_SESSION_NAME"] = ${JSON.stringify(lessonHere())}; del os`;
  kernel().requestExecute({ code, silent: true, store_history: false });
};

const becomeReady = async () => {
  [wasReady, toldOfPython] = [true, ""];
  const kept = (await keepsAnswers()) ? "" : NOT_KEPT;
  say([sessionStorage.getItem("said"), kept, announced()].filter(Boolean).join(" "));
  sessionStorage.removeItem("said");
  for (const name of ["#save-work", "#load-work", "#fresh-copy"]) part(name).disabled = false;
};

const isLong = () => {
  if (status() !== "busy") busySince = 0;
  else busySince ||= Date.now();
  return busySince > 0 && Date.now() - busySince > PATIENCE;
};

const ofPython = () => {
  if (!wasReady) return STARTS;
  if (isLong()) return IS_BUSY;
  return ["idle", "busy"].includes(status()) ? "" : STARTS_AGAIN;
};

const watch = () => {
  setTimeout(watch, 200);
  if (!["idle", "busy"].includes(status())) knowsWhere = false;
  else if (!knowsWhere && status() === "idle") tellWhere();
  if (!wasReady && status() === "idle") becomeReady();
  else if (panel() && ofPython() !== toldOfPython) say(toldOfPython = ofPython());
};

// Work: every file that the browser keeps, by its path.

const contents = () => window.jupyterapp.serviceManager.contents;

const filesIn = async (folder) => {
  const listed = (await contents().get(folder, { content: true })).content;
  const below = await Promise.all(listed.map((one) =>
    one.type === "directory" ? filesIn(one.path) : [one.path]));
  return below.flat().sort();
};

const fileAt = async (path) => {
  const { type, format, content } = await contents().get(path, { content: true });
  return { type, format, content };
};

const textOf = ({ format, content }) => format !== "base64" ? content
  : new TextDecoder().decode(Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0)));

const sourceOf = (cell) => [].concat(cell.source).join("");
const sources = (notebook) => JSON.stringify(notebook.cells.map(sourceOf));

// A lesson as the course hands it out is no work; the next edition of the course may have a better one.
const isUntouched = async (path, file) => {
  if (file.type !== "notebook" || file.content.cells.some((cell) => cell.outputs?.length)) return false;
  const handedOut = await fetch(`../files/${path}`);
  return handedOut.ok && sources(await handedOut.json()) === sources(file.content);
};

const saved = async () => {
  await panel().context.save();
  const files = {};
  for (const path of await filesIn("")) {
    const file = await fileAt(path);
    if (!(await isUntouched(path, file))) files[path] = file;
  }
  return { course: COURSE, files };
};

const save = async () => {
  const work = await saved();
  const address = URL.createObjectURL(new Blob([JSON.stringify(work)], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: "my-work.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say(`${shown(Object.keys(work.files).length)} saved in my-work.json.`);
};

// Loading never overwrites: what stands under a name is put aside, and answers are joined.

const isFile = ([path, one]) => PLAIN.test(path) && !path.startsWith("/")
  && ["notebook", "file"].includes(one?.type) && ["json", "text", "base64"].includes(one.format)
  && one.content !== null && (one.type === "notebook" ? Array.isArray(one.content.cells) : true);

const read = (text) => {
  let work = null;
  try { work = JSON.parse(text); } catch { /* said below */ }
  const files = Object.entries(work?.files ?? {});
  if (work?.course !== COURSE || !files.length || !files.every(isFile)) {
    throw new Error("This is no file of saved work: nothing was changed.");
  }
  return files;
};

// What a stranger's notebook shows must not run by itself.
const untrusted = (file) => {
  for (const cell of file.type === "notebook" ? file.content.cells : []) delete cell.metadata?.trusted;
  return file;
};

const asideOf = (path, taken) => {
  const [, stem, end] = /^(.*?)(\.[^./]*)?$/.exec(path);
  for (let number = 1; ; number += 1) {
    const name = `${stem}_before_${number}${end ?? ""}`;
    if (!taken.has(name)) return name;
  }
};

const ordered = (_, value) => value && typeof value === "object" && !Array.isArray(value)
  ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value;

// What a person would miss; what JupyterLab notes about a notebook when it saves it is not of it.
const essence = (file) => file.type !== "notebook" ? textOf(file) : JSON.stringify(
  file.content.cells.map((cell) => [cell.cell_type, sourceOf(cell), cell.outputs ?? []]), ordered);

const joined = (here, there) => {
  const lines = here.split("\n").filter(Boolean), known = new Set(lines);
  const more = there.split("\n").filter((line) => line && !known.has(line));
  return [...lines, ...more].map((line) => `${line}\n`).join("");
};

const makeFolders = async (path) => {
  const names = path.split("/").slice(0, -1);
  for (let depth = 1; depth <= names.length; depth += 1) {
    const folder = names.slice(0, depth).join("/");
    await contents().get(folder, { content: false })
      .catch(() => contents().save(folder, { type: "directory", format: "json", content: null }));
  }
};

// Return the name that the former file has now, "" where none was in the way, null if nothing changed.
const put = async (path, file, taken) => {
  if (!taken.has(path)) {
    await makeFolders(path);
    await contents().save(path, file);
    return "";
  }
  const here = await fileAt(path);
  if (essence(here) === essence(file)) return null;
  if (path.endsWith(".jsonl")) {
    const content = joined(textOf(here), textOf(file));
    if (content === textOf(here)) return null;
    await contents().save(path, { type: "file", format: "text", content });
    return "";
  }
  return replaced(path, here, file, taken);
};

const replaced = async (path, here, file, taken) => {
  const aside = asideOf(path, taken);
  await contents().save(aside, here);
  taken.add(aside);
  await contents().save(path, file);
  return aside;
};

// Everything is saved: nobody need be asked whether to leave.
const loadAgain = (said) => {
  sessionStorage.setItem("said", said);
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
  location.reload();
};

const keptAside = (names) => names.length ? ` What stood here is kept: ${names.join(", ")}.` : "";

const load = async (chosen) => {
  if (chosen.size > LARGEST) throw new Error("The file is too large for saved work: nothing was changed.");
  const files = read(await chosen.text());
  await panel().context.save();
  const taken = new Set(await filesIn("")), before = [];
  let changed = 0;
  for (const [path, file] of files) {
    const aside = await put(path, untrusted(file), taken);
    changed += aside === null ? 0 : 1;
    if (aside) before.push(aside);
  }
  const same = files.length - changed ? ` ${shown(files.length - changed)} stood here already.` : "";
  loadAgain(`${shown(changed)} loaded.${same}${keptAside(before)}`);
};

// The lesson as the course hands it out. What was done with it stays beside it.
const startAfresh = async () => {
  const path = lessonHere(), handedOut = await fetch(`../files/${path}`);
  if (!handedOut.ok) throw new Error("There is no fresh copy of this: it is no lesson of the course.");
  await panel().context.save();
  const fresh = { type: "notebook", format: "json", content: await handedOut.json() };
  const aside = await replaced(path, await fileAt(path), fresh, new Set(await filesIn("")));
  loadAgain(`This is a fresh copy.${keptAside([aside])}`);
};

const trying = (action) => async (...given) => {
  try { await action(...given); } catch (error) { say(error.message); }
};

part("#save-work").addEventListener("click", trying(save));
part("#load-work").addEventListener("click", () => part("#work-file").click());
part("#fresh-copy").addEventListener("click", trying(startAfresh));
part("#work-file").addEventListener("change", trying(async (event) => {
  const [chosen] = event.target.files;
  event.target.value = "";
  if (chosen) await load(chosen);
}));
const page = part("a[data-pages]");
if (page) {
  const lesson = lessonHere();
  page.href = `${page.dataset.pages}${lesson.replace(/\.ipynb$/, ".html")}`;
  page.hidden = !LESSON.test(lesson);
}
watch();
