// The form of a statement and the text beside it work without this; it saves keys, asks the server early, and keeps what is typed.

const form = document.querySelector("#statement");
const text = document.querySelector("#text");
const quick = document.querySelector("#quick");
const questions = document.querySelector("#questions");
const dialog = document.querySelector("#keys");
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

// The text: paragraphs, and the passage of a new statement.
let current = null;

function go(by) {
  const all = [...text.children];
  const next = all[current ? all.indexOf(current) + by : 0];
  if (!next) return;
  current = next;
  next.focus();
}

function take() {
  const selection = getSelection();
  const chosen = selection.rangeCount > 0 && !selection.isCollapsed && text.contains(selection.getRangeAt(0).startContainer);
  const start = chosen && selection.getRangeAt(0).startContainer;
  const paragraph = chosen ? (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest("[data-paragraph]") : current;
  if (!paragraph) return;
  current = paragraph;
  // The number beside a paragraph is none of its words.
  const words = document.createElement("div");
  words.append(chosen ? selection.getRangeAt(0).cloneContents() : paragraph.querySelector("p").cloneNode(true));
  for (const number of words.querySelectorAll(".take")) number.remove();
  const passage = words.textContent.replace(/\s+/g, " ").trim();
  field("quote").value = passage;
  // In a report only what stands between quotation marks is known to be said so.
  const own = field("own");
  if (own?.type === "checkbox" && form.dataset.report === "yes") own.checked = quoted(paragraph, passage);
  paragraph.querySelector("[name=paragraph]").checked = true;
  changed(field("quote"));
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
  current ??= text?.querySelector("li");
}

const singles = document.querySelector("#single-keys");
const kept = name => { try { return localStorage.getItem(name); } catch { return null; } };
function keep(name, value) {
  try { if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, value); } catch { /* it lasts for this page */ }
}
singles.checked = kept("keys") !== "off";
singles.addEventListener("change", () => keep("keys", singles.checked ? null : "off"));

const acts = {
  next: () => go(1), previous: () => go(-1), take, silent: () => record("silent"), declined: () => record("declined"), back,
  keys: () => dialog.showModal(), close: () => dialog.close(),
};
document.addEventListener("click", event => acts[event.target.closest("[data-do]")?.dataset.do]?.());

const letters = { "?": "keys", ...(text ? { j: "next", k: "previous", s: "take", 0: "silent", "-": "declined" } : {}) };
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
    if (!dialog.open) back();
    return;
  }
  const steps = event.target.type === "radio" && event.target.closest("[data-steps]");
  const choice = steps && steps.querySelector(`input[type=radio][value="${CSS.escape(states[event.key] ?? event.key)}"]`);
  if (choice) {
    event.preventDefault();
    choice.checked = true;
    choice.focus();
    changed(choice);
    if (choice.value === "ambiguous") steps.querySelector("select").focus();
    return;
  }
  if (!singles.checked || event.target.closest("input, select, textarea, dialog")) return;
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

// Keeps what is typed: here until the server has it, there until it is sent.
const told = document.querySelector("#save-told");
const state = document.querySelector("#save-state");
const copy = `pt-form:${form.dataset.owner}:${form.dataset.form}`;
let dirty = false;
let sent = false;
let saving = false;
let failed = false;
let waiting = 0;

function entries() {
  const body = new FormData(form);
  body.set("form", form.dataset.form);
  return body;
}

async function keepThere(body) {
  const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: [...body.values()].join("").length < 30000 });
  if (answer.status === 409) return { done: "too-many" };
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function save() {
  clearTimeout(waiting);
  if (!dirty || sent) return;
  if (saving) { waiting = setTimeout(save, 200); return; }
  saving = true;
  dirty = false;
  try {
    const done = await keepThere(entries());
    if (done.done === "beside") beside(field("autosave").value);
    if (done.id) {
      field("autosave").value = done.id;
      field("autosave-version").value = done.version;
      state.textContent = `Saved ${done.at}`;
    } else {
      state.textContent = done.done === "sent" ? "This form was sent in another window." : "Not saved: you have too many unfinished forms. Throw some away at the desk.";
    }
    if (failed) told.textContent = "Saved again.";
    failed = false;
    if (!dirty) keep(copy, null);
  } catch (error) {
    dirty = true;
    const out = error.message === "401";
    const why = out ? "Not saved: you are signed out. Sign in in another tab. Retrying" : "Not saved: no connection. Retrying";
    state.textContent = why;
    if (!failed) told.textContent = why;
    failed = true;
    waiting = setTimeout(save, 5000);
  } finally {
    saving = false;
  }
}

// Another window kept its own text meanwhile: both are there.
function beside(other) {
  const note = document.createElement("p");
  note.className = "told";
  note.append("Another window kept this form too. Both are kept. ");
  const link = document.createElement("a");
  link.href = `${form.dataset.form}?resume=${other}`;
  link.textContent = "Use the one of the other window";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Use this one";
  button.addEventListener("click", () => note.remove());
  note.append(link, " ", button);
  form.prepend(note);
  told.textContent = "Another window kept this form too. Both are kept.";
}

function changed(of) {
  dirty = true;
  keep(copy, JSON.stringify([...entries()].filter(([, value]) => typeof value === "string")));
  clearTimeout(waiting);
  waiting = setTimeout(save, 1500);
  if (asks.includes(of.name?.replace(/-[0-9]+$/, ""))) ask();
}

document.addEventListener("input", event => { if (event.target.form === form) changed(event.target); });
document.addEventListener("change", event => {
  if (event.target.matches("[data-issues]")) follow(event.target);
  if (event.target.form === form) changed(event.target);
});
document.addEventListener("focusout", event => {
  if (event.target.form !== form) return;
  if (event.target.value) left.add(event.target.id);
  if (dirty) save();
  if (event.target.id && asks.includes(event.target.name)) ask();
});
for (const one of [form, quick]) one?.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
addEventListener("pageshow", event => { if (event.persisted) sent = false; });
addEventListener("pagehide", () => { if (dirty && !sent) keepThere(entries()).catch(() => {}); });
addEventListener("beforeunload", event => { if (dirty && !sent) event.preventDefault(); });

// What this browser still has and the server may not: the server gets it now, and says whether it was sent after all.
const old = problems ? null : kept(copy);
if (problems) {
  // What came back is what was typed; it is in nobody's keeping yet.
  changed(form);
} else if (old) {
  const body = new FormData();
  for (const [name, value] of JSON.parse(old)) if (name !== "form-token") body.append(name, value);
  body.set("form-token", field("form-token").value);
  try {
    const done = await keepThere(body);
    keep(copy, null);
    if (done.id && String(done.id) !== field("autosave").value) {
      const note = document.createElement("p");
      note.className = "told";
      const link = document.createElement("a");
      link.href = `${form.dataset.form}?resume=${done.id}`;
      link.textContent = "Use it";
      note.append("What you typed here last had not been sent. It is kept. ", link);
      form.prepend(note);
    }
  } catch { /* it stays here for the next time */ }
}
