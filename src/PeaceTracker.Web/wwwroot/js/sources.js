// The forms of a source work without this; it saves keys.

const box = document.querySelector("#pasted");
for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;

// Enter goes on where it can mean nothing else: the box holds one address and nothing more.
document.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.isComposing || !event.target.form?.closest("main")) return;
  const alone = event.target === box && !event.shiftKey && /^\s*https?:\/\/\S+\s*$/i.test(box.value);
  if (!alone && !((event.ctrlKey || event.metaKey) && event.target.matches("textarea"))) return;
  event.preventDefault();
  const form = event.target.form;
  form.requestSubmit(form.querySelector("button.main"));
});

// A guess that somebody changes is theirs. What is only looked at is not: looking must be said.
document.addEventListener("input", event => {
  const tick = document.querySelector(`[data-guess="${event.target.name}"] input`);
  if (tick) tick.checked = true;
});

// A publisher on record needs no description.
const publisher = document.querySelector("#publisher");
const description = document.querySelector(".newpublisher");
function fold() { description.hidden = publisher.value !== "new"; }
if (publisher && description) {
  publisher.addEventListener("change", fold);
  if (!description.querySelector("[aria-invalid]")) fold();
}
