// Keys for the desk, for reviewers and for editors who align clauses. Each presses what the page shows as a button or link anyway; nothing here does what the page does not.

const off = () => document.documentElement.classList.contains("keys-off");
const typing = target => target.closest?.("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", event => {
  // In a group of numbered boxes the digits tick them.
  const boxes = event.target.closest?.("[data-digits]")?.querySelectorAll("input[type=checkbox]");
  if (boxes && !off() && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && /^[1-9]$/.test(event.key) && boxes[event.key - 1]) {
    event.preventDefault();
    boxes[event.key - 1].click();
    return;
  }

  if (off() || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || event.isComposing || typing(event.target)) return;
  const key = event.key.toLowerCase();
  // In the list J and K go from one item to the next.
  const items = [...document.querySelectorAll("[data-item]")];
  if (items.length > 0 && (key === "j" || key === "k")) {
    const at = items.indexOf(document.activeElement);
    (items[key === "j" ? at + 1 : Math.max(at - 1, 0)] ?? items.at(-1)).focus();
    event.preventDefault();
    return;
  }

  const target = /^[a-z0]$/.test(key) ? document.querySelector(`[data-key="${key}"]`) : null;
  if (!target) return;
  event.preventDefault();
  const place = target.getAttribute("href")?.startsWith("#") ? document.getElementById(target.getAttribute("href").slice(1)) : null;
  if (!place) {
    target.click();
    return;
  }

  place.scrollIntoView();
  (key === "r" && place.parentElement.querySelector("select") || place).focus();
});
