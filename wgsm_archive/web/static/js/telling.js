// Saves while somebody writes; where they agree, keeps a copy on the device and sends what waited for a line.
// Every page works without it.

const NAME = "telling";
const AFTER = 3000, LONGEST = 300_000; // milliseconds from a change to saving; between tries at most
const box = document.querySelector("[data-telling]");
const form = box?.closest("form");
const scope = location.pathname.replace(/contribute\/.*/, "contribute/");
const here = location.pathname;
const isCopy = "copy" in document.documentElement.dataset;

/** Whether a copy of this story may stay on the device. Nothing is opened or made before that. */
const draft = box?.dataset.draft;
const agreed = () => draft && localStorage.getItem(NAME) === draft;

/** One request to the store of the device; the worker uses the same. */
const store = (act) =>
  new Promise((done, fail) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = fail;
    opening.onsuccess = () => {
      const work = opening.result.transaction("kept", "readwrite");
      const asked = act(work.objectStore("kept"));
      work.oncomplete = () => (opening.result.close(), done(asked.result));
      work.onerror = fail;
    };
  });
const get = (key) => store((kept) => kept.get(key));
const put = (key, value) => store((kept) => kept.put(value, key));
const drop = (key) => store((kept) => kept.delete(key));

/** Take everything from this device. */
async function forget() {
  localStorage.removeItem(NAME);
  indexedDB.deleteDatabase(NAME);
  await caches?.delete(NAME);
  await (await navigator.serviceWorker?.getRegistration(scope))?.unregister();
}

let stopped = false, said = "";

/** Say a sentence of the page. A newer time in the same sentence is shown, not read out. */
function say(kind, value = "") {
  const line = box.querySelector("[role=status]");
  line.setAttribute("aria-live", kind === said ? "off" : "polite");
  line.textContent = box.dataset[kind].replace("{}", value);
  said = kind;
}

/** Send a form; an archive that is busy counts as no line. */
async function post(url, body, more) {
  const answer = await fetch(url, { method: "POST", body, ...more });
  if (answer.status >= 500 || answer.status === 429) throw answer;
  return answer;
}

const clock = () =>
  new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", numberingSystem: "latn" });

/** What somebody can type or choose, and the revision that they began from. */
const fields = () => [...form.elements].filter(({ name, type }) => name === "based_on" || (name && !/hidden|submit/.test(type)));
const isBox = (one) => one.type === "radio" || one.type === "checkbox";
const written = () => fields().filter((one) => !isBox(one) || one.checked).map((one) => [one.name, one.value]);

/** Put words back into the form; their old revision comes with them, so that nothing newer is overwritten. */
function fill(words) {
  const left = [...words];
  for (const one of fields()) {
    const at = left.findIndex(([name, value]) => name === one.name && (!isBox(one) || value === one.value));
    if (isBox(one)) one.checked = at >= 0;
    else if (at >= 0) one.value = left[at][1];
    if (at >= 0) left.splice(at, 1);
  }
}

/** Save while somebody writes. Two windows never overwrite each other: the second shows both texts. */
function autosave() {
  let number = 0, changed = false, over = false, pause = AFTER, timer;
  const url = box.dataset.keep;
  const later = () => (clearTimeout(timer), (timer = setTimeout(save, pause)));
  const body = () => {
    const all = new URLSearchParams(new FormData(form));
    all.set("number", ++number);
    return all;
  };
  async function save() {
    if (!changed || over || stopped) return;
    changed = false;
    try {
      const answer = await post(url, body(), { signal: AbortSignal.timeout(60_000) });
      pause = AFTER;
      if (answer.ok) say("saved", clock());
      else if (answer.status === 422) say("long");
      else {
        const { theirs } = await answer.json();
        over = true;
        say(theirs ? "theirs" : "ended");
        show(theirs ?? {});
      }
    } catch {
      changed = true;
      pause = Math.min(2 * pause, LONGEST);
      say(agreed() ? "copied" : "trying");
      later();
    }
  }
  form.addEventListener("input", () => {
    changed = true;
    if (pause === AFTER) later(); // after a failure the longer wait goes on
  });
  addEventListener("online", () => ((pause = AFTER), later()));
  addEventListener("pagehide", () => changed && !over && !stopped && navigator.sendBeacon(url, body()));
}

/** Show what stands in another window, above the field it belongs to. */
function show(theirs) {
  for (const [name, text] of Object.entries(theirs)) {
    const quote = document.createElement("blockquote");
    Object.assign(quote, { className: "preview", dir: "auto", textContent: text });
    form.elements[name]?.before(quote);
  }
}

/** Words of this page stay on the device while they are written. */
async function copy() {
  let timer;
  const keep = () => agreed() && !stopped && put(`words ${here}`, written());
  form.addEventListener("input", () => (clearTimeout(timer), (timer = setTimeout(keep, 400))));
  if (!agreed()) return;
  const queued = await get(`queue ${here}`);
  const words = (await get(`words ${here}`)) ?? (queued && [...new URLSearchParams(queued.body)]);
  // A page about two texts holds both already.
  if (words && !document.querySelector("main .notice-problem")) fill(words);
}

/** Keep the pages, to be written in without a line. */
async function prepare() {
  const pages = box.dataset.pages.split(" ");
  await put("draft", draft);
  await put("pages", pages);
  const cache = await caches.open(NAME);
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  for (const url of [...pages, ...files.map((one) => one.href || one.src)]) {
    if (!(await cache.match(url, { ignoreVary: true }))) await cache.add(url);
  }
  await navigator.serviceWorker.register(box.dataset.worker, { scope });
  await navigator.serviceWorker.ready;
}

const isSend = ({ path }) => path.endsWith("/send");
const queue = async () => (await store((kept) => kept.getAll())).filter((one) => one.path).sort((a, b) => isSend(a) - isSend(b) || a.at - b.at);

/** Send what waited, in its order, with a token that holds now. */
async function deliver() {
  const waiting = await queue();
  if (!waiting.length) return;
  const { token, story } = await (await fetch(box.dataset.line)).json();
  if (story && story !== draft) return; // another one is open in this browser now
  for (const { path, body } of waiting) {
    const all = new URLSearchParams(body);
    all.set("csrf_token", token);
    const answer = await post(path, all, { redirect: "manual" });
    await drop(`queue ${path}`);
    if (answer.type !== "opaqueredirect") return refused(path, all);
    await drop(`words ${path}`);
    if (isSend({ path })) return location.replace(box.dataset.sent);
  }
  say("arrived");
  if (isCopy && here.endsWith("/preview")) location.reload();
}

/** The archive wants another look: its page brings all words, and the story is not sent yet. */
async function refused(path, all) {
  await drop(`queue ${scope}send`);
  const make = (tag, given) => Object.assign(document.createElement(tag), given);
  const again = make("form", { method: "post", action: path, hidden: true });
  for (const [name, value] of all) again.append(make("textarea", { name, value }));
  document.body.append(again);
  stopped = true;
  again.submit();
}

let pause = AFTER, nextTry;

/** Try until there is a line, ever more seldom. */
async function tryLine() {
  clearTimeout(nextTry);
  if (!agreed()) return;
  try {
    await navigator.locks.request(NAME, deliver);
    pause = AFTER;
  } catch {
    const { length } = await queue();
    if (length) say("waits", length);
    pause = Math.min(2 * pause, LONGEST);
    nextTry = setTimeout(tryLine, pause);
  }
}

/** The box to tick: nothing is kept before, everything goes when it is unticked. */
async function asking() {
  const tick = box.querySelector("input");
  tick.checked = agreed();
  const start = () => prepare().then(() => isCopy || said || say("ready")).catch(() => {}).then(tryLine);
  tick.addEventListener("change", async () => {
    if (tick.checked) {
      localStorage.setItem(NAME, draft);
      await put(`words ${here}`, written());
      return start();
    }
    if ((await queue()).length && !confirm(box.dataset.loses)) tick.checked = true;
    else await forget();
  });
  addEventListener("online", () => ((pause = AFTER), tryLine()));
  if (agreed()) start();
  else if (!localStorage.getItem(NAME)) return;
  // What another story left here goes, unless some of it still waits for the line.
  else if ((await queue()).length) tick.parentElement.hidden = true;
  else await forget();
}

addEventListener("leaving", () => ((stopped = true), forget()));
if (document.querySelector("[data-telling-over]")) forget();
if (box) {
  box.hidden = false;
  // Old browsers and insecure lines can keep nothing.
  if (navigator.serviceWorker && navigator.locks) {
    await copy();
    asking();
  } else box.querySelector(".option").hidden = true;
  if (box.dataset.keep) autosave();
  form.addEventListener("submit", () => (stopped = true));
}
