// Files of a story: several at once, dropped; boxes drawn on a photo. The forms do the same without it.

/** Send each chosen file by itself, then show them all. One file alone goes with the words of the form. */
function sender(form) {
  const input = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-sending-list]");
  const say = (name, text) => {
    const line = document.createElement("p");
    const bdi = document.createElement("bdi");
    bdi.textContent = name;
    line.append(bdi, " ", document.createElement("span"));
    line.lastChild.textContent = text;
    list.append(line);
    return line.lastChild;
  };

  async function send(file) {
    const line = say(file.name, form.dataset.sending);
    if (file.size > Number(form.dataset.most)) {
      line.textContent = form.dataset.tooBig;
      return false;
    }
    const data = new FormData();
    for (const name of ["csrf_token", "story"]) data.set(name, form.elements[name]?.value ?? "");
    data.set("form_key", crypto.getRandomValues(new Uint32Array(8)).join("-"));
    data.set("file", file);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const told = await answer.json().catch(() => ({}));
      line.textContent = answer.ok ? form.dataset.done : Object.values(told.words ?? {})[0] ?? form.dataset.failed;
      return answer.ok;
    } catch {
      line.textContent = form.dataset.failed;
      return false;
    }
  }

  async function sendAll(files) {
    list.textContent = "";
    let well = true;
    for (const file of files) well = (await send(file)) && well;
    if (well) location.reload();
  }

  input.multiple = true;
  form.querySelector("[data-drop-hint]").hidden = false;
  input.addEventListener("change", () => {
    if (input.files.length < 2) return;
    sendAll([...input.files]);
    input.value = "";
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (event.dataTransfer.files.length > 1) sendAll([...event.dataTransfer.files]);
    else input.files = event.dataTransfer.files;
  });
}

/** Draw boxes on a photo. A box is a button that takes itself away, with the field that the form sends inside it. */
function drawing(form) {
  const board = form.querySelector(".blur-board");
  const within = (value) => Math.min(1, Math.max(0, value));
  form.querySelector("[data-draw-hint]").hidden = false;
  let from = null;
  let box = null;

  const place = (event) => {
    const area = board.getBoundingClientRect();
    return [within((event.clientX - area.left) / area.width), within((event.clientY - area.top) / area.height)];
  };
  const add = () => {
    const added = document.createElement("button");
    added.type = "button";
    added.className = "blur-box";
    added.setAttribute("aria-label", form.dataset.takeAway);
    added.addEventListener("click", (event) => event.currentTarget.remove());
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "box";
    added.append(field);
    board.append(added);
    return added;
  };
  const lay = (which, left, top, width, height) => {
    // A side of the picture, in whichever direction the page is written.
    Object.assign(which.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
    which.firstChild.value = [left, top, width, height].map((part) => part.toFixed(5)).join(",");
  };
  const stretch = (x, y) => lay(box, Math.min(from[0], x), Math.min(from[1], y), Math.abs(from[0] - x), Math.abs(from[1] - y));

  // Drawn before, and not covered yet.
  for (const field of form.querySelectorAll("[data-drawn]")) {
    lay(add(), ...field.value.split(",").map(Number));
    field.remove();
  }

  board.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && !event.target.closest(".blur-box")) from = place(event);
  });
  board.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = place(event);
    if (!box && Math.hypot(x - from[0], y - from[1]) > 0.015) box = add();
    if (box) stretch(x, y);
  });
  addEventListener("pointerup", () => {
    if (box) {
      // What was drawn over is not ticked as well.
      board.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
      setTimeout(() => board.dispatchEvent(new Event("click")));
    }
    from = box = null;
  });
}

document.querySelectorAll("[data-files]").forEach(sender);
document.querySelectorAll("[data-blur]").forEach(drawing);
