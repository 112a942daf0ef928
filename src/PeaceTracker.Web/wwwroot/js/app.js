// Small improvements to pages that work without them.

const themes = document.querySelector("[data-theme-switch]");

function apply(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of themes.querySelectorAll("[data-theme]")) button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
}

if (themes) {
  // theme.js has set what was chosen before.
  apply(document.documentElement.dataset.theme ?? "auto");
  themes.hidden = false;
  themes.addEventListener("click", event => {
    const theme = event.target.closest("button")?.dataset.theme;
    if (!theme) return;
    try { localStorage.setItem("theme", theme); } catch { /* the choice then lasts for this page */ }
    apply(theme);
  });
}

// Single keys can come of dictation, so they can be switched off, for all pages of this browser. The other scripts look at the mark.
const root = document.documentElement;
const keysOn = () => !root.classList.contains("keys-off");

function showKeys() {
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.textContent = keysOn() ? "Keys are on" : "Keys are off";
    button.setAttribute("aria-pressed", String(keysOn()));
  }
}

try { root.classList.toggle("keys-off", localStorage.getItem("keys") === "off"); } catch { /* they are on */ }
for (const panel of document.querySelectorAll("[data-keys]")) panel.hidden = false;
showKeys();
const keyList = document.querySelector("#key-list");
document.addEventListener("click", event => {
  if (event.target.closest("[data-keys-list]")) keyList.showModal();
  if (event.target.closest("[data-keys-close]")) keyList.close();
  if (!event.target.closest("[data-keys-switch]")) return;
  root.classList.toggle("keys-off");
  try { if (keysOn()) localStorage.removeItem("keys"); else localStorage.setItem("keys", "off"); } catch { /* it lasts for this page */ }
  showKeys();
});

// G and a letter go where a link of the header says so. Heard before the keys of a page, which may have the same letter.
let going = -Infinity;
document.addEventListener("keydown", event => {
  if (!keysOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest?.("input, select, textarea, [contenteditable], dialog")) return;
  const key = event.key.toLowerCase();
  const link = event.timeStamp - going < 2000 && /^[a-z]$/.test(key) ? document.querySelector(`[data-go="${key}"]`) : null;
  going = key === "g" && !link ? event.timeStamp : -Infinity;
  const field = key === "/" ? document.querySelector("#words, [data-find]") : null;
  if (!link && !field && key !== "?") return;
  event.preventDefault();
  event.stopPropagation();
  if (link) link.click();
  else if (field) { field.focus(); field.select(); }
  else keyList.showModal();
}, { capture: true });

// A date being typed passes through days nobody meant, so it counts when the field is left; everything else, a day picked from the calendar too, at once.
let typed = null;
document.addEventListener("keydown", event => {
  typed = event.target.type === "date" && event.key !== "Enter" ? event.target : null;
});
document.addEventListener("change", event => { if (event.target !== typed) settle(event.target); });
document.addEventListener("focusout", event => {
  if (event.target !== typed) return;
  typed = null;
  if (event.target.value !== event.target.defaultValue) settle(event.target);
});

// Sent as the button sends it: what comes before htmx listens, or where it failed to load, is then a whole new page, and nothing ticked is lost.
function settle(field) {
  field.closest("form[hx-get]")?.requestSubmit();
}

// Fields show what the answer says, not what was clicked. What had the focus may be gone; the reader then goes on at the new content.
document.addEventListener("htmx:after:swap", () => {
  for (const form of typed ? [] : document.querySelectorAll("form[hx-get]")) form.reset();
  tell(null);
  if (document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
});

// What was left empty, or at the choice the page came with, need not be in the address. A form that is sent keeps every field.
document.addEventListener("formdata", event => {
  if (event.target.method !== "get") return;
  const asked = new URLSearchParams(location.search);
  for (const field of event.target.elements) {
    if (!field.name) continue;
    const boxes = event.target.querySelectorAll(`[type="checkbox"][name="${field.name}"]`);
    if (field.type === "date" && !asked.has(field.name) && field.value === field.defaultValue) event.formData.delete(field.name);
    else if (boxes.length > 0 ? !asked.has(field.name) && [...boxes].every(box => box.checked === box.defaultChecked) : field.value === "")
      event.formData.delete(field.name);
  }
});

// What takes a while once it is sent says so beside its button, until the next page comes.
document.addEventListener("submit", event => {
  const words = event.target.querySelector("[data-busy]");
  if (words && !event.defaultPrevented) words.textContent = words.dataset.busy;
});
addEventListener("pageshow", event => {
  for (const words of event.persisted ? document.querySelectorAll("[data-busy]") : []) words.textContent = "";
});

// A mark of the chart that is pointed at or has the focus: its rows in the table of changes stand out, and their words come up beside it.
const note = document.createElement("div");
note.id = "mark-note";
note.className = "marknote";
note.popover = "manual";
document.body.append(note);
let noted = null;

function tell(mark) {
  if (mark === noted) return;
  noted?.removeAttribute("aria-describedby");
  for (const row of document.querySelectorAll("tr.lit")) row.classList.remove("lit");
  if (note.matches(":popover-open")) note.hidePopover();
  noted = mark;
  if (!mark) return;
  for (const link of document.querySelectorAll(`.wide a[data-st="${mark.dataset.st}"]`)) link.closest("tr").classList.add("lit");
  const words = document.querySelector(`[data-words="${mark.dataset.st}"]`);
  if (!words) return;
  // The browser's own tip would lie over it and says less; the label of the mark holds the same.
  mark.querySelector("title")?.remove();
  note.replaceChildren(...words.cloneNode(true).childNodes);
  mark.setAttribute("aria-describedby", note.id);
  note.showPopover();
  place();
}

function place() {
  const at = noted?.querySelector(".hit").getBoundingClientRect();
  if (!at || !note.matches(":popover-open")) return;
  const box = note.getBoundingClientRect();
  note.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.width - 8))}px`;
  note.style.top = `${at.bottom + box.height <= innerHeight ? at.bottom : Math.max(0, at.top - box.height)}px`;
}

document.addEventListener("pointerover", event => { if (!note.contains(event.target)) tell(event.target.closest?.(".steps .mark") ?? null); });
document.addEventListener("focusin", event => tell(event.target.closest?.(".steps .mark") ?? null));
document.addEventListener("scroll", place, { capture: true, passive: true });
document.addEventListener("keydown", event => { if (event.key === "Escape") tell(null); });

// Arrow keys move between the marks of a focused chart, the tiles of a focused grid and the cells of a focused matrix.
document.addEventListener("keydown", event => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const edge = { Home: 0, End: -1 }[event.key];
  if ((!step && edge === undefined) || event.ctrlKey || event.metaKey || event.altKey) return;
  const mark = event.target.closest?.("[data-lane]");
  if (mark) {
    const lanes = Map.groupBy((mark.closest(".gaps") ?? mark.closest("svg")).querySelectorAll("[data-lane]"), item => item.dataset.lane);
    const keys = [...lanes.keys()];
    const lane = lanes.get(mark.dataset.lane).toSorted((a, b) => a.dataset.x - b.dataset.x);
    let next;
    if (edge !== undefined) next = lane.at(edge);
    else if (step[0]) next = lane[lane.indexOf(mark) + step[0]];
    else {
      const other = lanes.get(keys[keys.indexOf(mark.dataset.lane) + step[1]]);
      next = other?.toSorted((a, b) => Math.abs(a.dataset.x - mark.dataset.x) - Math.abs(b.dataset.x - mark.dataset.x))[0];
    }
    if (next) { next.focus(); event.preventDefault(); }
    return;
  }

  const tile = event.target.closest?.(".tiles a");
  if (tile && step) {
    // The nearest tile on that side; one straight ahead goes before one aside.
    const at = box => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const from = at(tile.getBoundingClientRect());
    const ways = [...tile.closest(".tiles").querySelectorAll("a")].map(other => {
      const [x, y] = at(other.getBoundingClientRect());
      const ahead = (x - from[0]) * step[0] + (y - from[1]) * step[1];
      const aside = Math.abs((x - from[0]) * step[1] + (y - from[1]) * step[0]);
      return { other, ahead, far: ahead + 3 * aside };
    }).filter(way => way.ahead > 1 && way.far <= 7 * way.ahead).sort((a, b) => a.far - b.far);
    ways[0]?.other.focus();
    event.preventDefault();
    return;
  }

  const cell = event.target.closest?.(".matrix td");
  if (cell && step) {
    const row = cell.parentElement;
    const line = step[1] ? row.parentElement.rows[row.sectionRowIndex + step[1]] : row;
    const next = [...line?.cells[cell.cellIndex + step[0]]?.querySelectorAll("a, summary") ?? []].find(item => item.checkVisibility());
    if (next) { next.focus(); event.preventDefault(); }
  }
});

// What forms keep in this browser until the server has it goes with who signs out.
document.addEventListener("submit", event => {
  if (!event.target.action.endsWith("/account/sign-out")) return;
  try { for (const key of Object.keys(localStorage)) if (key.startsWith("pt-form:")) localStorage.removeItem(key); } catch { /* then nothing was kept */ }
});

// Who sent a form with a problem in it goes on at the list of them.
const faulty = document.querySelector("main .problems");
if (faulty) {
  faulty.tabIndex = -1;
  faulty.focus();
}

// Gone back to, a form is the sending it was: sent again as it is it has no second effect. Once something in it is changed it is a new one.
const keys = [...document.querySelectorAll("input[name=once]")];
if (keys.length > 0) {
  const sent = new Set();
  const name = key => `${key.form.id} ${key.form.getAttribute("action")}`;
  const before = performance.getEntriesByType("navigation")[0]?.type === "back_forward" ? history.state?.once : null;
  for (const key of before ? keys : []) {
    if (!before[name(key)]) continue;
    key.value = before[name(key)];
    sent.add(key.form);
  }
  history.replaceState({ ...history.state, once: Object.fromEntries(keys.map(key => [name(key), key.value])) }, "");
  document.addEventListener("submit", event => sent.add(event.target));
  document.addEventListener("input", event => {
    const form = event.target.form;
    if (!sent.delete(form)) return;
    form.elements.once.value = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
  });
}
