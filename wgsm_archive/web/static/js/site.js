// Small conveniences. Every page works without them.

const TIMES = 3;
const WITHIN = 1500; // milliseconds

/** Quick exit: the page is gone before the next one comes, and "back" does not bring it again. */
function quickExit(link) {
  const leave = () => {
    dispatchEvent(new Event("leaving"));
    document.documentElement.hidden = true;
    document.title = "…";
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let pressed = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    pressed = [...pressed.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
    if (pressed.length >= TIMES) leave();
  });
  // A page kept by the browser for "back" must not come up with what was hidden.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** A menu closes on Escape and on a click elsewhere. */
function menu(details) {
  addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

/** How much more people like to read; says it after a pause, and never stops anybody from writing. */
function counter(area) {
  const line = document.getElementById(`${area.id}-count`);
  if (!line) return;
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
  const plenty = Number(area.dataset.counter);
  let waiting;
  line.setAttribute("role", "status");
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const left = plenty - [...area.value].length;
      const sentence = left >= 0 ? line.dataset.left : line.dataset.over;
      line.textContent = sentence.replace("{}", numbers.format(Math.abs(left)));
      line.classList.toggle("is-over", left < 0);
    }, 400);
  });
}

document.querySelectorAll("[data-quick-exit]").forEach(quickExit);
document.querySelectorAll("[data-menu]").forEach(menu);
document.querySelectorAll("[data-counter]").forEach(counter);

// A list of problems is read out and reached first.
document.querySelector(".error-summary")?.focus();
