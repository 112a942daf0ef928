// The clauses of a proposal can be joined, split and tagged without this; it saves keys, and sends what the buttons of the page send.

import { keepForm } from "./autosave.js";

const form = document.querySelector("#entry");
const pieces = document.querySelector("#pieces");

for (const item of document.querySelectorAll("[data-script]")) item.hidden = false;

const problems = form.querySelector(".problems");

// Where the browser had looked elsewhere first.
if (!problems) document.querySelector(".piece[autofocus]")?.focus();

// The words show a caret, and take no letter: they are those of the text.
for (const words of document.querySelectorAll("[data-words]")) {
  words.contentEditable = "true";
  words.spellcheck = false;
  words.setAttribute("role", "textbox");
  words.setAttribute("aria-multiline", "true");
  words.setAttribute("aria-readonly", "true");
  words.setAttribute("aria-label", `Words of ${words.closest(".piece").querySelector("h3").textContent}: Enter splits, Backspace at the beginning joins to the one above`);
}
for (const kind of ["beforeinput", "drop", "paste", "cut"]) {
  document.addEventListener(kind, event => { if (event.target.closest?.("[data-words]")) event.preventDefault(); });
}

function caretIn(words) {
  const selection = getSelection();
  if (selection.rangeCount === 0 || !words.contains(selection.focusNode)) return null;
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(selection.focusNode, selection.focusOffset);
  return range.toString().length;
}

// Each step sends the whole form and comes back with it.
const keeper = keepForm(form, { came: Boolean(pieces) || Boolean(problems) });

function press(go, caret) {
  const button = form.querySelector(`button[value="${go}"]`);
  if (!button) return;
  if (caret !== undefined) form.elements.caret.value = caret;
  form.requestSubmit(button);
}

const all = () => [...document.querySelectorAll(".piece.clause")];
const here = () => document.activeElement.closest?.(".piece");

function go(by) {
  const list = all();
  const at = list.indexOf(here());
  const next = list[at < 0 ? 0 : Math.max(0, at + by)];
  // Behind the last clause stands the button that saves.
  if (!next) document.querySelector("button.main").focus();
  else next.focus();
}

function tick(box, on) {
  if (!box || box.checked === on) return;
  box.checked = on;
  keeper.changed();
}

function answer(on) {
  // Behind the last clause there is none to answer for.
  const clause = here() ?? (document.activeElement === document.body ? all()[0] : null);
  if (!clause) return;
  for (const box of clause.querySelectorAll("[data-tag=suggested]")) tick(box, on);
  tick(clause.querySelector("[data-none]"), !on);
  clause.focus();
  go(1);
}

const acts = {
  next: () => go(1), previous: () => go(-1), accept: () => answer(true), none: () => answer(false),
  step: () => (here()?.querySelector(".tagged:has(:checked) select") ?? here()?.querySelector("fieldset select"))?.focus(),
};

// A button that acts on a clause must not take the focus from it.
for (const button of document.querySelectorAll(".keys [data-do]")) button.addEventListener("mousedown", event => event.preventDefault());
document.addEventListener("click", event => acts[event.target.closest("[data-do]")?.dataset.do]?.());

const letters = { j: "next", k: "previous", y: "accept", n: "none", s: "step" };

document.addEventListener("keydown", event => {
  if (!pieces || event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    press("save");
    return;
  }

  const words = event.target.closest("[data-words]");
  if (words) {
    const caret = caretIn(words);
    if (event.key === "Enter" && caret !== null) press(`split-${words.dataset.words}`, caret);
    else if (event.key === "Backspace" && caret === 0 && getSelection().isCollapsed) press(`join-${words.dataset.words}`);
    else if (event.key === "Escape") words.closest(".piece").focus();
    else return;
    event.preventDefault();
    return;
  }

  if (event.key === "Escape" && !event.target.closest("dialog")) {
    here()?.focus();
    return;
  }

  if (document.documentElement.classList.contains("keys-off") || event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) return;
  const box = /^[1-9]$/.test(event.key) && here()?.querySelectorAll("[data-tag]")[event.key - 1];
  const act = acts[letters[event.key.toLowerCase()]];
  if (!box && !act) return;
  event.preventDefault();
  if (box) tick(box, !box.checked);
  else act();
});

// A step says that the issue is meant.
form.addEventListener("change", event => {
  keeper.changed();
  const tag = event.target.closest(".tagged");
  if (tag && event.target.matches("select") && event.target.value) tick(tag.querySelector("[data-tag]"), true);
});
form.addEventListener("input", () => keeper.changed());
form.addEventListener("focusout", () => keeper.save());
