// Offers titles, themes and organisations while somebody types into a search box. The form works without it.

const PAUSE = 150; // milliseconds without a key before anything is asked

/** A text box that offers a list (the combobox pattern of the ARIA Authoring Practices, with a list of links). */
function suggest(input) {
  const list = document.createElement("ul");
  const told = document.createElement("p");
  Object.assign(list, { id: `${input.id}-list`, className: "suggestions", hidden: true, role: "listbox" });
  Object.assign(told, { className: "visually-hidden", role: "status" });
  list.setAttribute("aria-label", input.dataset.suggestName);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("autocomplete", "off");
  input.parentElement.append(list, told);

  let waiting, asking, active = -1;
  const options = () => [...list.children];

  const choose = (at) => {
    active = at;
    options().forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[at].id);
    options()[at].scrollIntoView({ block: "nearest" });
  };
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    choose(-1);
  };
  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    told.textContent = "";
    show(false);
  };
  const go = (option) => location.assign(option.dataset.href);

  const draw = (found) => {
    list.replaceChildren(
      ...found.map((one, at) => {
        const option = document.createElement("li");
        const text = document.createElement("bdi");
        const kind = document.createElement("small");
        Object.assign(option, { id: `${list.id}-${at}`, role: "option" });
        option.dataset.href = one.href;
        Object.assign(text, { textContent: one.text, lang: one.lang, dir: one.dir });
        kind.textContent = one.kind;
        option.append(text, " ", kind);
        return option;
      }),
    );
    told.textContent = found.length ? input.dataset.suggestTold.replace("{}", found.length) : "";
    show(found.length > 0);
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const typed = input.value.trim();
    if (!typed) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input) draw(await answer.json());
    } catch {
      // No line, or something newer was asked: what is typed can be sent all the same.
    }
  };

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => (waiting = setTimeout(ask, PAUSE)));
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = options().length, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      // Beyond either end one is back in the box itself.
      choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(options()[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  // The box keeps the focus while somebody points at the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}

document.querySelectorAll("[data-suggest]").forEach(suggest);
