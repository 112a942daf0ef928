// A link carries its token behind "#", which browsers send to nobody. It goes on in the form, and out of the address and the history.
const form = document.querySelector("form[data-link]");
const token = location.hash.slice(1);
if (token) {
  history.replaceState(null, "", location.pathname);
  form.elements.token.value = token;
  form.requestSubmit();
}
