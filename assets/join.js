// SPDX-License-Identifier: EUPL-1.2
// Suggestions for the community while it is typed. Without a script the button
// "Find the community" does the same.
// @ts-check

const PAUSE_MS = 200;
const LETTERS_MIN = 2;

const field = /** @type {HTMLInputElement|null} */ (document.getElementById("f-community"));
const region = /** @type {HTMLSelectElement|null} */ (document.getElementById("f-region"));
const list = /** @type {HTMLDataListElement|null} */ (document.getElementById("communities"));

/** @type {AbortController|null} */
let asking = null;
let timer = 0;

async function suggest() {
  if (!field || !list || field.value.trim().length < LETTERS_MIN) return;
  asking?.abort();
  asking = new AbortController();
  const url = new URL("/join/communities", location.href);
  url.searchParams.set("q", field.value);
  if (region?.value) url.searchParams.set("region", region.value);
  try {
    const answer = await fetch(url, {
      signal: asking.signal,
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) return;
    /** @type {{text: string, name: string, seat: string}[]} */
    const found = await answer.json();
    list.replaceChildren(
      ...found.map(({ text, name, seat }) => {
        const option = document.createElement("option");
        option.value = text;
        // A code alone says nothing to people.
        if (!text.startsWith(name)) option.label = `${name} (${seat})`;
        return option;
      }),
    );
  } catch (fault) {
    // No network, or a newer question: the form works without suggestions.
    if (!(fault instanceof DOMException)) console.debug(fault);
  }
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(suggest, PAUSE_MS);
});
region?.addEventListener("change", suggest);
