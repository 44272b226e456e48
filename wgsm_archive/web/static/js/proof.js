// Work that a browser does before a story is begun, so that nobody begins thousands. Nothing leaves the page for it.
// The question in words beside it stays for those who have no JavaScript, and goes away once the work is done.

const ROUNDS = [];
const START = [];

/** The constants of SHA-256 (FIPS 180-4): fractional parts of roots of the first primes. */
function constants() {
  for (let n = 2; ROUNDS.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (START.length < 8) START.push((Math.sqrt(n) % 1) * 2 ** 32 | 0);
    ROUNDS.push((Math.cbrt(n) % 1) * 2 ** 32 | 0);
  }
}

const turned = (x, by) => (x >>> by) | (x << (32 - by));

function block(state, words) {
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15];
    const b = words[i - 2];
    const low = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const high = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const up = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const down = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + up) | 0, c, b, a, (up + down) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i] + value) | 0));
}

/** The first 32 bits of the SHA-256 of ASCII text. */
function beginning(text) {
  const size = ((text.length + 8) >> 6) + 1;
  const state = [...START];
  const words = new Int32Array(64);
  for (let at = 0; at < size; at++) {
    words.fill(0);
    for (let i = 0; i < 64; i++) {
      const place = at * 64 + i;
      const byte = place < text.length ? text.charCodeAt(place) : place === text.length ? 0x80 : 0;
      words[i >> 2] |= byte << (24 - (i % 4) * 8);
    }
    if (at === size - 1) words[15] = text.length * 8;
    block(state, words);
  }
  return state[0] >>> 0;
}

/** Try numbers a little at a time, so that the page stays alive. */
function work(key, bits, done, from = 0) {
  const until = performance.now() + 40;
  let number = from;
  while (performance.now() < until) {
    for (let i = 0; i < 50; i++, number++) {
      if (beginning(`${key}:${number}`) < 2 ** (32 - bits)) return done(number);
    }
  }
  setTimeout(work, 0, key, bits, done, number);
}

const field = document.querySelector("[data-proof]");
const key = field?.closest("form").elements.form_key?.value;
if (key) {
  constants();
  work(key, Number(field.dataset.proof), (number) => {
    field.querySelector("[name=proof]").value = number;
    if (!field.contains(document.activeElement)) field.hidden = true;
  });
}
