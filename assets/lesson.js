// SPDX-License-Identifier: EUPL-1.2
// The lesson's form with a script: counts the roll call, moves from mark to
// mark by Enter and arrows, reads codes typed with a Latin layout, and does not
// let a half-filled form go unnoticed. Everything else is the plain form.
// @ts-check

const KEYS = { KeyY: "н", KeyF: "а", KeyP: "з", KeyD: "в", KeyG: "п" };

const roll = /** @type {HTMLElement|null} */ (document.querySelector(".roll"));
const form = /** @type {HTMLFormElement|null} */ (roll?.closest("form"));
const count = document.getElementById("count");
let touched = false;

// "27 є · 2 н · 1 зп", with the signs that stand on the buttons.
function tell() {
  if (!roll || !count) return;
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const input of roll.querySelectorAll("input[type=radio]:checked")) {
    const sign = input.nextElementSibling?.textContent || "";
    sums.set(sign, (sums.get(sign) || 0) + 1);
  }
  count.textContent = [...sums].map(([sign, n]) => `${n} ${sign}`).join(" · ");
}

/** @param {HTMLInputElement} from @param {number} step */
function go(from, step) {
  const li = from.closest("li");
  const place = [...(li?.querySelectorAll(".mk input") || [])].indexOf(from);
  const next = step > 0 ? li?.nextElementSibling : li?.previousElementSibling;
  const input = next?.querySelectorAll(".mk input")[place];
  if (!(input instanceof HTMLInputElement)) return;
  input.focus();
  input.select();
}

roll?.addEventListener("keydown", (e) => {
  const input = e.target;
  if (!(input instanceof HTMLInputElement) || input.type === "radio") return;
  if (e.key === "Enter" || (e.key === "ArrowDown" && input.closest(".mk")))
    go(input, 1);
  else if (e.key === "ArrowUp" && input.closest(".mk")) go(input, -1);
  else if (/^[a-z]$/i.test(e.key) && !e.ctrlKey && !e.metaKey && !e.altKey) {
    const letter = KEYS[/** @type {keyof typeof KEYS} */ (e.code)];
    if (!letter) return;
    input.setRangeText(letter, input.selectionStart ?? 0,
      input.selectionEnd ?? 0, "end");
    touched = true;
  } else return;
  e.preventDefault();
});

form?.addEventListener("input", () => { touched = true; tell(); });
form?.addEventListener("submit", () => { touched = false; });
window.addEventListener("beforeunload", (e) => {
  if (touched) e.preventDefault();
});
tell();
