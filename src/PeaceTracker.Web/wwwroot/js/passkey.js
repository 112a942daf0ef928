// Asks the browser for a passkey, or to make one, and sends the answer as an ordinary form.
const way = { create: ["parseCreationOptionsFromJSON", "create"], get: ["parseRequestOptionsFromJSON", "get"] };

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const [parse, call] = way[form.dataset.passkey];
  if (!window.PublicKeyCredential?.[parse]) continue;
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const problem = form.querySelector("[role=alert]:not(.problems)");
    problem.hidden = true;
    try {
      const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams({ "form-token": form.elements["form-token"].value }) });
      if (!answer.ok) throw new Error(String(answer.status));
      const { challenge, options } = await answer.json();
      const credential = await navigator.credentials[call]({ publicKey: PublicKeyCredential[parse](options) });
      form.elements.challenge.value = challenge;
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
