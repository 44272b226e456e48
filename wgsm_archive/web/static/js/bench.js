// The translators' bench: keeps what is typed while it is typed, and a few keys. The page works without it.

const AFTER = 3000, LONGEST = 300_000; // milliseconds from a change to keeping; between tries at most
const box = document.querySelector("[data-unsaved]");
const form = box.closest("form");
const fields = [...form.querySelectorAll("textarea[name^='text.']")];
const wasSaved = new Map(fields.map((one) => [one, one.value]));
const touched = new Set();
let changed = false, stopped = false, pause = AFTER, timer, said = "", under;

/** Say a sentence of the page. A newer time in the same sentence is shown, not read out. */
function say(kind) {
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", numberingSystem: "latn" });
  const line = box.querySelector("[role=status]");
  line.setAttribute("aria-live", kind === said ? "off" : "polite");
  line.textContent = box.dataset[kind].replace("{}", time);
  said = kind;
}

/** The paragraphs that were written in, with the texts that they were made over. */
function body() {
  const all = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  for (const one of touched) {
    const slot = one.name.slice(5);
    for (const name of [`text.${slot}`, `base.${slot}`, `target.${slot}`]) all.set(name, form.elements[name].value);
  }
  return all;
}

const later = () => (clearTimeout(timer), (timer = setTimeout(keep, pause)));

async function keep() {
  if (!changed || stopped) return;
  changed = false;
  under = new AbortController();
  const limits = AbortSignal.any ? AbortSignal.any([under.signal, AbortSignal.timeout(60_000)]) : under.signal;
  try {
    const answer = await fetch(box.dataset.keep, { method: "POST", body: body(), signal: limits });
    if (answer.status >= 500 || answer.status === 429) throw answer;
    pause = AFTER;
    if (answer.ok && !answer.redirected) say("saved");
    else if (answer.status === 422) say("long");
    else {
      stopped = true;
      say("ended");
    }
  } catch {
    if (stopped) return;
    changed = true;
    pause = Math.min(2 * pause, LONGEST);
    say("trying");
    later();
  }
}

/** Words that are still on their way must not arrive after newer ones. */
function stop() {
  stopped = true;
  under?.abort();
}

form.addEventListener("input", ({ target }) => {
  if (!wasSaved.has(target)) return;
  touched.add(target);
  changed = true;
  if (pause === AFTER) later(); // after a failure the longer wait goes on
});
form.addEventListener("submit", stop);
addEventListener("online", () => ((pause = AFTER), later()));
addEventListener("leaving", stop);
addEventListener("pagehide", () => {
  if (!changed || stopped) return;
  under?.abort();
  navigator.sendBeacon(box.dataset.keep, body());
});

/** Go to a paragraph, as far as there is one. */
function go(field) {
  field?.focus();
  field?.closest(".bitext-row").scrollIntoView({ block: "nearest" });
}

form.addEventListener("keydown", (event) => {
  const at = fields.indexOf(event.target);
  if (at < 0) return;
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (way && event.altKey && !event.ctrlKey && !event.metaKey) go(fields[at + way]);
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(fields[at + 1]);
  else return;
  event.preventDefault();
});

/** Save, and come back at a paragraph; at the end of a part it goes on to the next one. */
function save(next) {
  const onward = form.querySelector("button[name=go][value=next]");
  if (!next && onward) return form.requestSubmit(onward);
  const then = Object.assign(document.createElement("input"), { type: "hidden", name: "then" });
  then.value = (next ?? fields.at(-1)).name.slice(5);
  form.append(then);
  form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
}

box.hidden = false;
document.querySelector("[data-keys]").hidden = false;
if (/^#p\d+$/.test(location.hash)) go(document.querySelector(`${location.hash} textarea`));
