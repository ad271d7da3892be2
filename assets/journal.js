// SPDX-License-Identifier: EUPL-1.2
// The journal's grid: one cell at a time becomes a field, what is left is
// saved, cells together, within 300 ms. Works beside the plain forms, which do
// the same without a script. The server decides what a value means.
// @ts-check

/**
 * A cell of the grid as this page knows it.
 * @typedef {{td: HTMLTableCellElement, row: number, col: number,
 *   mark: string, code: string, seen: number, changed: boolean}} Cell
 * @typedef {{c: number, p: number, s: string, mark: string|null, code: string,
 *   seq: number, why?: string, who?: string, time?: string}} Answer
 * @typedef {{cell: Cell, value: string, undo: boolean}} Entry
 */

const BATCH_MS = 300;
const SHOWN_MS = 2000;
const RETRY_MS = 15000;

// Letters by the position of their key, for typing codes with a Latin layout.
const KEYS = {
  KeyQ: "й", KeyW: "ц", KeyE: "у", KeyR: "к", KeyT: "е", KeyY: "н", KeyU: "г",
  KeyI: "ш", KeyO: "щ", KeyP: "з", BracketLeft: "х", BracketRight: "ї",
  KeyA: "ф", KeyS: "і", KeyD: "в", KeyF: "а", KeyG: "п", KeyH: "р", KeyJ: "о",
  KeyK: "л", KeyL: "д", Semicolon: "ж", Quote: "є", KeyZ: "я", KeyX: "ч",
  KeyC: "с", KeyV: "м", KeyB: "и", KeyN: "т", KeyM: "ь", Comma: "б",
  Period: "ю",
};

const desk = /** @type {HTMLElement} */ (document.getElementById("desk"));
const words = /** @type {HTMLElement} */ (document.getElementById("words"));
const aside = /** @type {HTMLElement} */ (document.getElementById("aside"));
const said = /** @type {HTMLElement} */ (document.getElementById("state"));
const table = /** @type {HTMLTableElement} */ (desk.querySelector("table.grid"));
const rows = [...table.tBodies[0].rows];
const columns = [...table.querySelectorAll("thead th[data-col]")].map((th) =>
  Number(/** @type {HTMLElement} */ (th).dataset.col));
const seenByPage = Number(desk.dataset.seen);

/** @type {Map<HTMLTableCellElement, Cell>} */
const cells = new Map();
/** @type {Cell|null} */
let current = null;
/** @type {{input: HTMLInputElement, cell: Cell, caret: boolean}|null} */
let open = null;
/** @type {Map<Cell, Entry>} waiting to be sent, newest value of a cell only */
let queue = new Map();
/** @type {{body: string, entries: Entry[]}|null} being sent, or to be sent again */
let sending = null;
let timer = 0;
let pause = 1000;
/** @type {{cell: Cell, before: string, after: string}[]} */
const done = [];
/** @type {{cell: Cell, before: string, after: string}[]} */
const undone = [];

/** @param {string} name @param {Record<string, string>} [holes] */
function word(name, holes) {
  const text = words.dataset[name] || "";
  return text.replace(/\{(\w+)\}/g, (all, hole) => holes?.[hole] ?? all);
}

/**
 * @param {string} tag @param {string} [text] @param {string} [className]
 */
function make(tag, text, className) {
  const e = document.createElement(tag);
  if (text) e.textContent = text;
  if (className) e.className = className;
  return e;
}

/** @param {HTMLTableCellElement} td @returns {Cell} */
function cellOf(td) {
  let cell = cells.get(td);
  if (!cell) {
    const code = td.querySelector("i")?.textContent || "";
    const mark = td.querySelector("b")?.textContent ||
      [...td.childNodes].filter((n) => n.nodeType === 3)
        .map((n) => n.textContent).join("").trim();
    const row = rows.indexOf(/** @type {HTMLTableRowElement} */ (td.parentNode));
    cell = { td, row, col: td.cellIndex - 1, code, mark,
      seen: seenByPage, changed: "c" in td.dataset };
    cells.set(td, cell);
  }
  return cell;
}

/** @param {number} row @param {number} col */
function at(row, col) {
  return cellOf(rows[row].cells[col + 1]);
}

/** @param {Cell} cell */
function pupilOf(cell) {
  return Number(rows[cell.row].cells[0].dataset.p);
}

/** @param {Cell} cell */
function nameOf(cell) {
  const th = rows[cell.row].cells[0].cloneNode(true);
  /** @type {HTMLElement} */ (th).querySelector("b")?.remove();
  const head = table.querySelector(`thead th[data-col="${columns[cell.col]}"] abbr`);
  return `${th.textContent?.trim()}, ${head?.getAttribute("title") || ""}`;
}

// ---- showing a cell -------------------------------------------------------

/** @param {Cell} cell @param {string} state @param {...Node} content */
function draw(cell, state, ...content) {
  const td = cell.td;
  if (state) td.dataset.s = state;
  else delete td.dataset.s;
  if (cell.changed) td.dataset.c = "";
  td.replaceChildren(...content);
  if (state || cell.changed)
    td.append(make("span", ` ${word(state || "changed")}`, "vh"));
}

/** @param {Cell} cell @param {string} [state] */
function drawStored(cell, state = "") {
  const content = [];
  if (cell.code) content.push(make("i", cell.code));
  if (cell.mark && cell.code) content.push(make("b", cell.mark));
  else if (cell.mark) content.push(document.createTextNode(cell.mark));
  draw(cell, state, ...content);
}

/** @param {string} [time] */
function sayState(time) {
  const waiting = queue.size + (sending ? sending.entries.length : 0);
  const parts = [];
  if (time) parts.push(make("span", word("at", { time }), "chip ok"));
  if (waiting)
    parts.push(make("span", word("waiting", { n: String(waiting) }), "chip"));
  said.replaceChildren(...parts);
}

// ---- beside the grid ------------------------------------------------------

/** @param {string} id */
function removeNote(id) {
  document.getElementById(id)?.remove();
}

/**
 * @param {string} id @param {string} kind @param {string} title
 * @param {string} text @param {[string, () => void][]} buttons
 */
function note(id, kind, title, text, buttons) {
  removeNote(id);
  const box = make("section", "", `note ${kind}`);
  box.id = id;
  box.setAttribute("role", kind ? "alert" : "status");
  box.append(make("h2", title), make("p", text));
  const row = make("p", "", "row");
  for (const [label, act] of buttons) {
    const b = make("button", label, "btn mini");
    b.setAttribute("type", "button");
    b.addEventListener("click", () => { removeNote(id); act(); });
    row.append(b);
  }
  box.append(row);
  aside.prepend(box);
}

/** @param {Cell} cell */
function noteId(cell) {
  return `n${columns[cell.col]}-${pupilOf(cell)}`;
}

/** @param {Cell} cell @param {Answer} a @param {string} mine */
function showRefused(cell, a, mine) {
  draw(cell, "refused", make("s", mine));
  note(noteId(cell), "err", `${nameOf(cell)}: ${mine}`, a.why || "", [
    [word("close"), () => { drawStored(cell); focus(cell); }],
  ]);
}

/** @param {Cell} cell @param {Answer} a @param {string} mine */
function showClash(cell, a, mine) {
  const theirs = a.mark || a.code || word("empty");
  const shown = mine || word("empty");
  draw(cell, "clash", make("u", shown), make("u", theirs));
  note(noteId(cell), "warn", nameOf(cell), word("both", { mine: shown, theirs,
    who: a.who || "", time: a.time || "" }), [
    [word("keep", { value: theirs }), () => { drawStored(cell); focus(cell); }],
    [word("put", { value: shown }), () => { save(cell, mine); focus(cell); }],
  ]);
}

/** @param {{old: string|null, new: string|null, at: string, who: string, what: string}} s */
function historyStep(s) {
  const li = make("li");
  const val = make("span", "", "val");
  if (s.old) val.append(make("del", s.old), " → ");
  val.append(s.new || "—");
  li.append(val, make("b", s.at), make("span", s.who),
    make("span", s.what, "soft"));
  return li;
}

/** @param {Cell} cell */
async function showHistory(cell) {
  const url = `${desk.dataset.marks}/${columns[cell.col]}/${pupilOf(cell)}`;
  const box = make("aside", "", "panel");
  box.id = "history";
  box.append(make("h2", word("history")), make("p", nameOf(cell), "small soft"));
  removeNote("history");
  try {
    const res = await fetch(url, { headers: { Accept: "application/json" } });
    if (res.ok) {
      const list = make("ol", "", "history");
      for (const s of (await res.json()).steps) list.append(historyStep(s));
      box.append(list);
    } else {
      box.append(make("p", word("nothing")));
    }
  } catch {
    box.append(make("p", word("offline")));
  }
  const close = make("button", word("close"), "btn mini");
  close.setAttribute("type", "button");
  close.addEventListener("click", () => { box.remove(); focus(cell); });
  box.append(close);
  aside.prepend(box);
}

// ---- saving ---------------------------------------------------------------

/** @param {Cell} cell @param {string} value @param {boolean} [undo] */
function save(cell, value, undo = false) {
  removeNote(noteId(cell));
  queue.set(cell, { cell, value, undo });
  draw(cell, "pending", ...(cell.code ? [make("i", cell.code)] : []),
    value ? make("b", value) : document.createTextNode(""));
  sayState();
  if (!timer) timer = window.setTimeout(flush, BATCH_MS);
}

function flush() {
  timer = 0;
  if (sending || !queue.size) return;
  const entries = [...queue.values()];
  queue = new Map();
  sending = { entries, body: JSON.stringify({
    uuid: crypto.randomUUID(),
    cells: entries.map((e) => ({ c: columns[e.cell.col], p: pupilOf(e.cell),
      v: e.value, seen: e.cell.seen })),
  }) };
  send();
}

// The same body under the same UUID until the server has answered: a repeat
// is not written twice.
async function send() {
  if (!sending) return;
  try {
    const res = await fetch(String(desk.dataset.cells), {
      method: "POST", body: sending.body, keepalive: true,
      headers: { "Content-Type": "application/json",
        Accept: "application/json", "X-CSRF": String(desk.dataset.csrf) },
    });
    if (res.status === 503 || res.status === 429) throw new Error("busy");
    if (res.ok) answered(await res.json());
    else refusedWhole(await res.json().catch(() => ({})));
  } catch {
    note("offline", "warn", word("alone"), word("offline"), []);
    window.setTimeout(send, pause);
    pause = Math.min(pause * 2, RETRY_MS);
  }
}

/** @param {{time: string, cells: Answer[]}} answer */
function answered(answer) {
  const { entries } = /** @type {NonNullable<typeof sending>} */ (sending);
  sending = null;
  pause = 1000;
  removeNote("offline");
  answer.cells.forEach((a, i) => settle(entries[i], a));
  sayState(answer.time);
  if (queue.size && !timer) flush();
}

/** Session over, another mode, page too old: everything stays visible.
 * @param {{title?: string, text?: string}} why */
function refusedWhole(why) {
  const { entries } = /** @type {NonNullable<typeof sending>} */ (sending);
  sending = null;
  for (const e of entries) draw(e.cell, "refused", make("s", e.value));
  note("whole", "err", why.title || word("refused"),
    why.text || word("lost"), []);
  sayState();
}

/** @param {Entry} entry @param {Answer} a */
function settle({ cell, value, undo }, a) {
  const before = { mark: cell.mark, code: cell.code };
  cell.mark = a.mark || "";
  cell.code = a.code;
  if (a.seq > cell.seen) cell.seen = a.seq;
  if (a.s === "refused") return showRefused(cell, a, value);
  if (a.s === "clash") return showClash(cell, a, value);
  if (a.s === "saved") {
    const mark = before.mark !== cell.mark;
    cell.changed ||= mark && before.mark !== "";
    if (!undo) {
      done.push({ cell, after: value,
        before: mark ? before.mark : before.code || "є" });
      undone.length = 0;
    }
  }
  if (queue.has(cell) || open?.cell === cell) return;
  drawStored(cell, "saved");
  window.setTimeout(() => {
    if (cell.td.dataset.s === "saved" && open?.cell !== cell) drawStored(cell);
  }, SHOWN_MS);
}

/** @param {typeof done} from @param {typeof done} to */
function step(from, to) {
  const last = from.pop();
  if (!last) return;
  to.push({ cell: last.cell, before: last.after, after: last.before });
  save(last.cell, last.before, true);
  focus(last.cell);
  said.append(make("span", word("undone", { cell: nameOf(last.cell) }), "chip"));
}

// ---- moving and typing ----------------------------------------------------

/** @param {Cell} cell */
function focus(cell) {
  if (current && current !== cell) {
    current.td.tabIndex = -1;
    current.td.removeAttribute("aria-selected");
  }
  current = cell;
  cell.td.tabIndex = 0;
  cell.td.setAttribute("aria-selected", "true");
  cell.td.focus();
}

/** @param {number} rowStep @param {number} colStep */
function move(rowStep, colStep) {
  if (!current) return;
  const clamp = (/** @type {number} */ n, /** @type {number} */ max) =>
    Math.max(0, Math.min(max, n));
  focus(at(clamp(current.row + rowStep, rows.length - 1),
    clamp(current.col + colStep, columns.length - 1)));
}

/** Down, and from the last row to the top of the next column. */
function down() {
  if (!current) return;
  if (current.row + 1 < rows.length) move(1, 0);
  else if (current.col + 1 < columns.length) focus(at(0, current.col + 1));
}

/** @param {Cell} cell @param {string} text @param {boolean} caret */
function edit(cell, text, caret) {
  const input = document.createElement("input");
  input.value = text;
  input.autocomplete = "off";
  input.spellcheck = false;
  input.maxLength = 16;
  input.inputMode = "numeric";
  input.setAttribute("aria-label", nameOf(cell));
  open = { input, cell, caret };
  draw(cell, "", ...(cell.code ? [make("i", cell.code)] : []), input);
  input.focus();
  if (caret) input.select();
}

/** @param {boolean} keep */
function close(keep) {
  if (!open) return;
  const { input, cell } = open;
  const value = input.value.trim();
  open = null;
  if (keep && value !== cell.mark) save(cell, value);
  else drawStored(cell);
}

/** @param {KeyboardEvent} e the letter of the key, whatever the layout */
function letter(e) {
  if (e.ctrlKey || e.altKey || e.metaKey || e.key.length !== 1) return "";
  if (/^[a-z[\],;'.]$/i.test(e.key))
    return KEYS[/** @type {keyof typeof KEYS} */ (e.code)] || e.key;
  return e.key === " " ? "" : e.key.toLowerCase();
}

/** @type {Record<string, () => void>} */
const moves = {
  ArrowUp: () => move(-1, 0), ArrowDown: () => move(1, 0),
  ArrowLeft: () => move(0, -1), ArrowRight: () => move(0, 1),
  PageUp: () => move(-10, 0), PageDown: () => move(10, 0),
  Home: () => move(0, -columns.length), End: () => move(0, columns.length),
  Enter: down,
};

/** @param {KeyboardEvent} e */
function typeInField(e) {
  if (!open) return;
  const { input, caret } = open;
  const sideways = e.key === "ArrowLeft" || e.key === "ArrowRight" ||
    e.key === "Home" || e.key === "End";
  if (e.key === "Escape") {
    close(false);
    if (current) focus(current);
  } else if (e.key === "Tab") {
    close(true);
    move(0, e.shiftKey ? -1 : 1);
  } else if (moves[e.key] && !(sideways && caret)) {
    close(true);
    moves[e.key]();
  } else {
    const l = letter(e);
    if (!l || l === e.key) return;
    input.setRangeText(l, input.selectionStart ?? 0, input.selectionEnd ?? 0,
      "end");
  }
  e.preventDefault();
}

/** @param {KeyboardEvent} e @param {Cell} cell */
function typeOnCell(e, cell) {
  const control = e.ctrlKey || e.metaKey;
  if (control && e.code === "KeyZ") step(done, undone);
  else if (control && e.code === "KeyY") step(undone, done);
  else if (control && e.key === "Home") focus(at(0, 0));
  else if (control && e.key === "End")
    focus(at(rows.length - 1, columns.length - 1));
  else if (control || e.altKey) return;
  else if (moves[e.key]) moves[e.key]();
  else if (e.key === "F2") edit(cell, cell.mark || cell.code, true);
  else if (e.key === "F4") showHistory(cell);
  else if (e.key === "Delete" || e.key === "Backspace") {
    if (cell.mark || cell.code) save(cell, "");
  } else {
    const l = letter(e);
    if (!l) return;
    edit(cell, l, false);
  }
  e.preventDefault();
}

/** @param {Event} e @returns {Cell|null} */
function cellAt(e) {
  const td = /** @type {Element} */ (e.target).closest("td");
  return td && table.contains(td) ? cellOf(td) : null;
}

table.setAttribute("role", "grid");
table.addEventListener("keydown", (e) => {
  const cell = cellAt(e);
  if (!cell) return;
  if (open) typeInField(e);
  else typeOnCell(e, cell);
});
table.addEventListener("click", (e) => {
  const cell = cellAt(e);
  if (!cell || open?.cell === cell) return;
  close(true);
  // A second touch opens the field, and the phone's keyboard with it.
  if (cell === current && matchMedia("(pointer: coarse)").matches)
    edit(cell, cell.mark || cell.code, true);
  else focus(cell);
});
table.addEventListener("dblclick", (e) => {
  const cell = cellAt(e);
  if (cell && !open) edit(cell, cell.mark || cell.code, true);
});
table.addEventListener("focusout", (e) => {
  if (open && !open.input.contains(/** @type {Node|null} */ (e.relatedTarget)) &&
      e.target === open.input)
    close(true);
});
window.addEventListener("online", () => { pause = 1000; send(); });
window.addEventListener("pagehide", () => { close(true); flush(); });
window.addEventListener("beforeunload", (e) => {
  close(true);
  flush();
  if (sending || queue.size) e.preventDefault();
});

const today = columns.findIndex((c) =>
  table.querySelector(`thead th[data-col="${c}"]`)?.id === "today");
const first = at(0, today >= 0 ? today : columns.length - 1);
first.td.tabIndex = 0;
current = first;
// The latest columns are what a teacher came for.
first.td.scrollIntoView({ block: "nearest", inline: "end" });
