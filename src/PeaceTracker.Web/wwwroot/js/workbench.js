// The form of a statement and the text beside it work without this; it saves keys, asks the server early, and keeps what is typed.

import { keepForm } from "./autosave.js";

const form = document.querySelector("#statement");
const text = document.querySelector("#text");
const quick = document.querySelector("#quick");
const questions = document.querySelector("#questions");
const field = name => form.elements.namedItem(name);

for (const item of document.querySelectorAll("[data-script]")) item.hidden = false;
for (const item of document.querySelectorAll(".noscript")) item.hidden = true;

const problems = form.querySelector(".problems");

// Steps and regions follow the issue.
function follow(select) {
  const coding = select.closest(".coding");
  const number = coding.dataset.coding;
  const issue = document.querySelector(`template[data-issue="${CSS.escape(select.value)}"]`);
  const choices = coding.querySelector("[data-choices]");
  if (issue) {
    const kept = choices.querySelector("input:checked")?.value;
    choices.replaceChildren(issue.content.cloneNode(true));
    if (number !== "1") {
      for (const item of choices.querySelectorAll("[id], [name], [for], [aria-describedby]")) {
        for (const name of ["id", "name", "for", "aria-describedby"]) {
          if (item.hasAttribute(name)) item.setAttribute(name, item.getAttribute(name).replace(/^step(-from|-to)?/, `$&-${number}`));
        }
      }
    }
    // What is said without a step is said of any issue.
    const same = ["silent", "declined", "none"].includes(kept) && choices.querySelector(`input[value="${kept}"]`);
    if (same) same.checked = true;
  }
  showRegions(coding, select);
}

function showRegions(coding, select) {
  const regions = coding.querySelector(".regions");
  const regional = select.selectedOptions[0]?.dataset.regional === "yes";
  regions.hidden = !regional;
  regions.open = regional;
  if (!regional) for (const box of regions.querySelectorAll("input:checked")) box.checked = false;
}

for (const select of form.querySelectorAll("[data-issues]")) showRegions(select.closest(".coding"), select);

// The text: paragraphs, and the passage of a new statement. After a statement was saved one goes on from its paragraph.
const place = `pt-paragraph:${location.pathname}`;
let current = null;
try { current = text?.querySelector(`[data-paragraph="${CSS.escape(sessionStorage.getItem(place) ?? "")}"]`) ?? null; } catch { /* then from the first one */ }
text?.addEventListener("focusin", event => {
  const paragraph = event.target.closest("[data-paragraph]");
  if (paragraph !== current) chosen = -1;
  current = paragraph;
  try { sessionStorage.setItem(place, current.dataset.paragraph); } catch { /* it holds for this page */ }
});

function go(by) {
  const all = [...text.children];
  const next = all[current ? all.indexOf(current) + by : 0];
  if (!next) return;
  getSelection().removeAllRanges();
  next.focus();
}

// Without a mouse a passage is selected by going through the sentences of the paragraph and what is in quotation marks in them.
let chosen = -1;

function passages(words) {
  const found = [];
  for (const { segment, index } of new Intl.Segmenter(text.lang || "en", { granularity: "sentence" }).segment(words)) {
    const sentence = segment.trimEnd();
    found.push([index, index + sentence.length]);
    for (const quoted of sentence.matchAll(/(?<=["\u00AB\u201C\u201E])[^"\u00AB\u00BB\u201C\u201D\u201E]+(?=["\u00BB\u201C\u201D])/g)) found.push([index + quoted.index, index + quoted.index + quoted[0].length]);
  }
  return found;
}

function choose(by) {
  const paragraph = current.querySelector("p");
  const all = passages(paragraph.textContent);
  chosen = Math.min(Math.max(chosen + by, 0), all.length - 1);
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const at = offset => {
    let before = 0;
    for (let node = walker.currentNode = paragraph; (node = walker.nextNode()); before += node.length) if (offset <= before + node.length) return [node, offset - before];
  };
  const [start, end] = all[chosen].map(at);
  getSelection().setBaseAndExtent(...start, ...end);
}

function take() {
  const selection = getSelection();
  const selected = selection.rangeCount > 0 && !selection.isCollapsed && text.contains(selection.getRangeAt(0).startContainer);
  const start = selected && selection.getRangeAt(0).startContainer;
  const paragraph = selected ? (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest("[data-paragraph]") : current;
  if (!paragraph) return;
  paragraph.focus();
  // The number beside a paragraph is none of its words.
  const words = document.createElement("div");
  words.append(selected ? selection.getRangeAt(0).cloneContents() : paragraph.querySelector("p").cloneNode(true));
  for (const number of words.querySelectorAll(".take")) number.remove();
  const passage = words.textContent.replace(/\s+/g, " ").trim();
  field("quote").value = passage;
  // In a report only what stands between quotation marks is known to be said so.
  const own = field("own");
  if (own?.type === "checkbox" && form.dataset.report === "yes") own.checked = quoted(paragraph, passage);
  paragraph.querySelector("[name=paragraph]").checked = true;
  type(field("quote"));
  const empty = [field("party"), field("issue")].find(select => !select.value);
  (empty ?? form.querySelector("[data-steps] input")).focus();
}

function quoted(paragraph, passage) {
  const around = paragraph.querySelector("p").textContent.replace(/\s+/g, " ");
  const at = around.indexOf(passage);
  const marks = /["\u00AB\u201C\u201D\u201E\u2018\u2019]/;
  return (marks.test(passage[0]) || marks.test(around[at - 1] ?? "")) && (marks.test(passage.at(-1)) || marks.test(around[at + passage.length] ?? "") || marks.test(around[at + passage.length + 1] ?? ""));
}

function record(step) {
  quick.querySelector(`[value=${step}]`).checked = true;
  if (step === "declined" && current) quick.elements.paragraph.value = current.dataset.paragraph.replace("para ", "");
  (quick.elements.party.value ? quick.elements.issue : quick.elements.party).focus();
}

function back() {
  (current ?? text?.querySelector("li") ?? document.querySelector("main")).focus();
}

const acts = {
  next: () => go(1), previous: () => go(-1), take, silent: () => record("silent"), declined: () => record("declined"), back,
};
document.addEventListener("click", event => acts[event.target.closest("[data-do]")?.dataset.do]?.());

const letters = text ? { j: "next", k: "previous", s: "take", 0: "silent", "-": "declined" } : {};
const states = { 0: "silent", "-": "declined", "/": "ambiguous", n: "none" };

document.addEventListener("keydown", event => {
  if (event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    const own = event.target.closest("form") === quick && quick ? quick : form;
    if (event.key === "Enter") own.requestSubmit(own.querySelector("button.main"));
    else if (event.key === "s" || event.key === "S") form.requestSubmit(form.querySelector("button[value=draft]") ?? form.querySelector(".acts button[value=save]"));
    else return;
    event.preventDefault();
    return;
  }
  if (event.key === "Escape") {
    if (!event.target.closest("dialog")) back();
    return;
  }
  const steps = event.target.type === "radio" && event.target.closest("[data-steps]");
  const choice = steps && steps.querySelector(`input[type=radio][value="${CSS.escape(states[event.key] ?? event.key)}"]`);
  if (choice) {
    event.preventDefault();
    choice.checked = true;
    choice.focus();
    type(choice);
    if (choice.value === "ambiguous") steps.querySelector("select").focus();
    return;
  }
  if (document.documentElement.classList.contains("keys-off") || event.target.closest("input, select, textarea, dialog")) return;
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (way && !event.shiftKey && event.target.matches("[data-paragraph]")) {
    event.preventDefault();
    choose(way);
    return;
  }
  const act = acts[letters[event.key]];
  if (act) {
    event.preventDefault();
    act();
  }
});

// What the server says of the form so far: duplicates, changes of position, what is unusual, and fields that were left.
const asks = ["quote", "party", "issue", "region", "step", "step-from", "step-to", "basis", "condition", "said", "speaker", "channel", "information", "flags", "own"];
const left = new Set();
let asking = 0;
let asked = null;

function ask() {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    if (questions.contains(document.activeElement)) return;
    asked?.abort();
    asked = new AbortController();
    const body = new FormData(form);
    body.set("go", "check");
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: asked.signal });
      if (!answer.ok || questions.contains(document.activeElement)) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      for (const problem of form.querySelectorAll(".live")) problem.remove();
      for (const problem of found.querySelectorAll("[data-problem]")) {
        problem.remove();
        const of = document.getElementById(problem.dataset.problem);
        if (!left.has(problem.dataset.problem) || !of || of.hasAttribute("aria-invalid")) continue;
        problem.classList.add("live");
        of.before(problem);
      }
      form.querySelector("[data-echo]").textContent = found.querySelector("#said-echo")?.textContent ?? "";
      if (questions.innerHTML.trim() !== found.innerHTML.trim()) questions.replaceChildren(...found.childNodes);
    } catch { /* the form asks again when it is sent */ }
  }, 300);
}

const keeper = keepForm(form, { came: Boolean(problems), also: [quick] });

function changed(of) {
  keeper.changed();
  if (asks.includes(of.name?.replace(/-[0-9]+$/, ""))) ask();
}

// What the script puts into a field counts as typed: who listens for that hears of it.
function type(of) { of.dispatchEvent(new Event("input", { bubbles: true })); }

document.addEventListener("input", event => { if (event.target.form === form) changed(event.target); });
document.addEventListener("change", event => {
  if (event.target.matches("[data-issues]")) follow(event.target);
  if (event.target.form === form) changed(event.target);
});
document.addEventListener("focusout", event => {
  if (event.target.form !== form) return;
  if (event.target.value) left.add(event.target.id);
  keeper.save();
  if (event.target.id && asks.includes(event.target.name)) ask();
});
