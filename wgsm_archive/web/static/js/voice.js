// Records an answer, lets it be heard, and sends it in pieces until all of it has arrived.
// The page works without it: a file can be chosen instead.

const NAME = "telling"; // the store and the agreement of telling.js
const PIECE = 256 * 1024, PART = 5000, LONGEST = 1795; // bytes in one piece; milliseconds in a part; seconds
const BITS = 24_000; // a second: speech is clear, and thirty minutes stay below six megabytes
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const box = document.querySelector("[data-voice]");
const { section, story } = box.dataset;
const find = (name) => box.querySelector(`[data-${name}]`);
const line = box.querySelector("[role=status]");
const agreed = () => localStorage.getItem(NAME) === story;
const token = () => document.querySelector("[name=csrf_token]")?.value ?? "";
const type = window.MediaRecorder && TYPES.find((one) => MediaRecorder.isTypeSupported(one));
const wait = (ms) =>
  new Promise((done) => {
    setTimeout(done, ms);
    addEventListener("online", done, { once: true });
  });

let parts = [], key = "", begun = 0, before = 0, kind = type, recorder, ticking, given, thrown = false;

/** Say a sentence of the page. */
const say = (kind, value = "") => (line.textContent = kind && box.dataset[kind].replace("{}", value));

/** Show the buttons of a moment and no others. */
function show(moment) {
  for (const one of box.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(moment);
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The parts of a recording stay on the device where that was agreed, in the store of telling.js. */
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
const mine = IDBKeyRange.bound(`voice ${section} `, `voice ${section} \uffff`);
const keep = (name, value) => agreed() && store((kept) => kept.put(value, `voice ${section} ${name}`)).catch(() => {});
const forget = () => agreed() && store((kept) => kept.delete(mine)).catch(() => {});

/** Begin to record; asks for the microphone. */
async function record() {
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch {
    return say("closed");
  }
  await forget();
  [parts, key, begun, kind, thrown] = [[], crypto.randomUUID(), Date.now(), type, false];
  await keep("", { key, type, at: begun });
  recorder = new MediaRecorder(sound, { mimeType: type, audioBitsPerSecond: BITS });
  recorder.ondataavailable = ({ data }) => {
    if (!data.size) return;
    parts.push(data);
    keep(String(parts.length).padStart(4, "0"), data);
  };
  recorder.onstop = () => {
    clearInterval(ticking);
    for (const track of sound.getTracks()) track.stop();
    recorded();
  };
  recorder.start(PART);
  before = 0;
  listen("stop");
}

/** Show that it records, from now on; the keyboard is at one of the buttons. */
function listen(at) {
  begun = Date.now();
  ticking = setInterval(tick, 500);
  show("recording");
  say("records");
  find(at).focus();
  tick();
}

function tick() {
  const seconds = (before + Date.now() - begun) / 1000;
  find("time").textContent = clock(seconds);
  if (seconds > LONGEST) recorder.stop();
}

/** Let the microphone hear, or not; what it does not hear is no part of the recording. */
const hear = (enabled) => {
  for (const track of recorder.stream.getTracks()) track.enabled = enabled;
};

function pause() {
  recorder.pause();
  hear(false);
  clearInterval(ticking);
  before += Date.now() - begun;
  show("paused");
  say("paused");
  find("continue").focus();
}

function goOn() {
  hear(true);
  recorder.resume();
  listen("pause");
}

/** What was recorded can be heard before it is sent. */
function recorded() {
  const player = box.querySelector("audio");
  URL.revokeObjectURL(player.src);
  given = new Blob(parts, { type: kind });
  player.src = URL.createObjectURL(given);
  show("recorded");
  say("recorded");
  find("send").focus();
}

/** Throw the recording away, here and on the device. */
async function discard() {
  thrown = true;
  [parts, given] = [[], undefined];
  await forget();
  show("idle");
  say("");
  find("record").focus();
}

/** One request with the token of this page. */
const ask = (url, method, { headers, body } = {}) =>
  fetch(url, {
    method,
    body,
    headers: { "X-CSRF-Token": token(), Accept: "application/json", ...headers },
    signal: AbortSignal.timeout(120_000),
  });

const form = (values) => ({ body: new URLSearchParams(values) });
const offset = (answer) => Number(answer.headers.get("Upload-Offset"));

/** Open the upload, or find it again by its key: where it lies, and how much of it is there. */
async function open(file, name) {
  const answer = await ask(box.dataset.begin, "POST", form({ story, name, length: file.size, form_key: key }));
  if (answer.status >= 500) throw answer;
  if (!answer.ok) return refusal(answer);
  return { address: answer.headers.get("Location"), at: offset(answer) };
}

/** Send what is missing, piece by piece; the upload is finished when nothing is. */
async function pass(file, name) {
  let { address, at, words } = await open(file, name);
  if (!address) return { words };
  while (at < file.size) {
    say("sends", Math.floor((100 * at) / file.size));
    const headers = { "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" };
    const answer = await ask(address, "PATCH", { headers, body: file.slice(at, at + PIECE) });
    if (answer.status === 410) return {};
    if (answer.status !== 204 && answer.status !== 409) throw answer;
    at = offset(answer);
    if (thrown) return void (await ask(`${address}/cancel`, "POST"));
  }
  say("cleans");
  const answer = await ask(`${address}/finish`, "POST");
  if (answer.ok) return answer.json();
  if (answer.status === 422 || answer.status === 410) return refusal(answer);
  throw answer;
}

/** What the archive says of a file that it does not take. */
async function refusal(answer) {
  const { words } = await answer.json().catch(() => ({}));
  return { words: Object.values(words ?? {})[0] };
}

/** Try until it has arrived, ever more seldom. What is there already is not sent again. */
async function send() {
  const [file, name] = [given, box.dataset.name + "." + ENDINGS[kind.split(";")[0]]];
  show("sending");
  for (let pause = 2000; !thrown; pause = Math.min(2 * pause, 60_000)) {
    try {
      const { media, words } = (await pass(file, name)) ?? {};
      if (thrown) return;
      if (!media) {
        show("recorded");
        return (line.textContent = words || box.dataset.ended);
      }
      await describe(media.id);
      await forget();
      return location.replace(`${location.pathname}#media-${media.id}`), location.reload();
    } catch {
      if (!thrown) say("waits");
      await wait(pause);
    }
  }
}

/** Say which question it answers, and who is heard. */
async function describe(id) {
  const who = box.querySelector("[name=agreement]:checked, [name=agreement][type=hidden]").value;
  const answer = await ask(box.dataset.about.replace("/-/", `/${id}/`), "POST", form({ section, agreement: who }));
  if (!answer.ok) throw answer;
}

/** A recording that was not sent before the page was left. */
async function resume() {
  if (!agreed()) return;
  const [first, ...rest] = await store((kept) => kept.getAll(mine)).catch(() => []);
  if (!first?.key || !rest.length) return;
  [key, kind, parts] = [first.key, first.type, rest];
  recorded();
  say("again");
}

if (type && navigator.mediaDevices) {
  box.hidden = false;
  document.querySelector("[data-without-recorder]").hidden = true;
  document.querySelector("[data-files]").open = false;
  show("idle");
  for (const [name, act] of Object.entries({ record, pause, continue: goOn, stop: () => recorder.stop(), send, discard }))
    for (const button of box.querySelectorAll(`[data-${name}]`)) button.addEventListener("click", act);
  addEventListener("beforeunload", (event) => parts.length && !agreed() && event.preventDefault());
  resume();
}
