// Keeps what is typed into a form: in this browser until the server has it, there until it is sent.

export const kept = name => { try { return localStorage.getItem(name); } catch { return null; } };
export function keep(name, value) {
  try { if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, value); } catch { /* it lasts for this page */ }
}

// came: what is in the form was typed before and is in nobody's keeping yet. also: further forms whose sending ends this one.
export function keepForm(form, { came, also = [] }) {
  const told = document.querySelector("#save-told");
  const state = document.querySelector("#save-state");
  const field = name => form.elements.namedItem(name);
  const resume = id => `${form.dataset.form}${form.dataset.form.includes("?") ? "&" : "?"}resume=${id}`;
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
    if (answer.status === 422) return { done: "too-long" };
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  const refused = {
    sent: "This form was sent in another window.",
    "too-many": "Not saved: you have too many unfinished forms. Throw some away at the desk.",
    "too-long": "Not saved: it is longer than what is kept. This browser keeps it, as far as it can.",
  };

  async function save() {
    clearTimeout(waiting);
    waiting = 0;
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
      }
      state.textContent = done.id ? `Saved ${done.at}` : refused[done.done];
      // What another window kept and sent is gone; this one goes on with a keeping of its own.
      if (done.done === "sent" && field("autosave").value) {
        field("autosave").value = field("autosave-version").value = "";
        dirty = true;
        waiting = setTimeout(save, 200);
      }
      // Nobody has it but this browser.
      if (!done.id && done.done !== "sent") {
        if (told.textContent !== state.textContent) told.textContent = state.textContent;
        dirty = true;
        return;
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
    link.href = resume(other);
    link.textContent = "Use the one of the other window";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Use this one";
    button.addEventListener("click", () => note.remove());
    note.append(link, " ", button);
    form.prepend(note);
    told.textContent = "Another window kept this form too. Both are kept.";
  }

  function changed() {
    dirty = true;
    keep(copy, JSON.stringify([...entries()].filter(([, value]) => typeof value === "string")));
    // From the first letter that nobody has, and not from the last: who types without a pause loses no more than who pauses.
    if (waiting === 0) waiting = setTimeout(save, 1500);
  }

  for (const one of [form, ...also]) one?.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  addEventListener("pageshow", event => { if (event.persisted) sent = false; });
  addEventListener("pagehide", () => { if (dirty && !sent) keepThere(entries()).catch(() => {}); });
  addEventListener("beforeunload", event => { if (dirty && !sent) event.preventDefault(); });

  // What this browser still has and the server may not: the server gets it now, and says whether it was sent after all.
  async function bring(old) {
    const body = new FormData();
    for (const [name, value] of JSON.parse(old)) if (name !== "form-token") body.append(name, value);
    body.set("form-token", field("form-token").value);
    try {
      const done = await keepThere(body);
      if (!done.id && done.done !== "sent") return;
      keep(copy, null);
      if (done.id && String(done.id) !== field("autosave").value) {
        const note = document.createElement("p");
        note.className = "told";
        const link = document.createElement("a");
        link.href = resume(done.id);
        link.textContent = "Use it";
        note.append("What you typed here last had not been sent. It is kept. ", link);
        form.prepend(note);
      }
    } catch { /* it stays here for the next time */ }
  }

  if (came) changed();
  else if (kept(copy)) bring(kept(copy));
  return { changed, save };
}
