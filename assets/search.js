// SPDX-License-Identifier: EUPL-1.2
// Search as you type: the form asks the same page that its button would open
// and shows what came back. Without a script the button does it.
// @ts-check

const PAUSE_MS = 200;

const form = /** @type {HTMLFormElement|null} */ (document.querySelector("form[role=search]"));
const field = /** @type {HTMLInputElement|null} */ (form?.querySelector("input[type=search]") ?? null);
const results = document.getElementById("results");

/** @type {AbortController|null} */
let asking = null;
let timer = 0;

/** The address that the form's button would open. */
function address() {
  const url = new URL(/** @type {HTMLFormElement} */ (form).action);
  for (const [name, value] of new FormData(/** @type {HTMLFormElement} */ (form)))
    if (typeof value === "string" && value !== "") url.searchParams.set(name, value);
  return url;
}

async function show() {
  asking?.abort();
  asking = new AbortController();
  const url = address();
  try {
    const answer = await fetch(url, { signal: asking.signal, credentials: "same-origin" });
    // Signed out or refused meanwhile: the page itself says why.
    if (!answer.ok || answer.redirected) {
      location.assign(url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("results");
    if (fresh && results) {
      results.replaceChildren(...fresh.childNodes);
      history.replaceState(null, "", url);
    }
  } catch (fault) {
    // No network, or a newer question: what is shown stays.
    if (!(fault instanceof DOMException)) console.debug(fault);
  }
}

if (form && field && results) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, PAUSE_MS);
  });
}
