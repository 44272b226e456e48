// Keeps the pages of telling on a device, and what is sent while there is no line. Loaded only after somebody
// agreed (telling.js); answers for the addresses beside its own.

const NAME = "telling";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  if (request.method === "GET") event.respondWith(read(request, isPage));
  else if (isPage) event.respondWith(send(request));
});

/** One request to the store of the device, which telling.js uses as well. */
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

/** From the line where there is one; else the copy, which says that it is one. */
async function read(request, isPage) {
  try {
    const answer = await fetch(request);
    if (isPage && answer.ok && (await caches.has(NAME))) {
      const cache = await caches.open(NAME);
      // The newest state of a page that is kept, and of no other.
      if (await cache.match(request, { ignoreVary: true })) await cache.put(request, answer.clone());
    }
    return answer;
  } catch (problem) {
    const copy = await caches.match(request, { ignoreVary: true });
    if (!copy) throw problem;
    if (!isPage) return copy;
    const page = (await copy.text()).replace("<html ", "<html data-copy ");
    return new Response(page, copy);
  }
}

/** A form goes out; without a line it joins the queue, and the next page is shown. */
async function send(request) {
  const form = request.clone();
  const path = new URL(form.url).pathname;
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" && (await caches.has(NAME))) {
      await drop(`queue ${path}`);
      await drop(`words ${path}`);
    }
    return answer;
  } catch (problem) {
    if (!(await caches.has(NAME))) throw problem;
    const [pages, body] = [await get("pages"), await form.text()];
    const all = new URLSearchParams(body);
    // Only the story that may stay here.
    if (all.get("draft") !== (await get("draft"))) throw problem;
    // "One more step" adds empty fields and saves nothing: that needs the archive.
    if (all.has("more")) return Response.redirect(path, 303);
    await put(`queue ${path}`, { path, body, at: Date.now() });
    return Response.redirect(pages[pages.indexOf(path) + 1 || pages.length - 1] ?? path, 303);
  }
}
