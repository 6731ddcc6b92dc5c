/** Time that passes while nothing else happens; in the words of the server's `Words`. */

let ahead = 0;

/** The server's clock is the one that counts. */
export function setClock(serverMillis) {
  if (serverMillis) ahead = Number(serverMillis) - Date.now();
}

export function now() {
  return Date.now() + ahead;
}

export function duration(millis) {
  const ms = Math.max(0, Math.round(millis));
  if (ms < 100) return `${ms} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor(minutes / 60) % 24} h`;
}

export function age(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

export function left(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return seconds < 60 ? `${seconds} s` : duration(seconds * 1000);
}

function two(number) {
  return String(number).padStart(2, '0');
}

/** Once a second: numbers that grow. */
export function tick(root) {
  const at = now();
  for (const element of root.querySelectorAll('[data-since]')) {
    say(element, duration(at - Number(element.dataset.since)));
  }
  for (const element of root.querySelectorAll('[data-age]')) {
    say(element, age(at - Number(element.dataset.age)));
  }
  for (const element of root.querySelectorAll('[data-until]')) {
    say(element, left(Number(element.dataset.until) - at));
  }
}

/** Times of day as the reader's own clock shows them; the title keeps UTC. */
export function localize(root) {
  for (const element of root.querySelectorAll('[data-clock]')) {
    say(element, new Date(Number(element.dataset.clock)).toLocaleTimeString([], { hour12: false }));
  }
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Moves the present of a timeline. False once it has reached the end of the drawing. */
export function grow(drawing) {
  const share = (now() - Number(drawing.dataset.from)) / Number(drawing.dataset.span);
  const edge = 1 + 98 * Math.min(Math.max(share, 0), 1);
  const x = `${edge.toFixed(2)}%`;
  for (const element of drawing.querySelectorAll('[data-now]')) {
    for (const name of ['x', 'x1', 'x2', 'cx']) {
      if (element.hasAttribute(name)) element.setAttribute(name, x);
    }
  }
  for (const bar of drawing.querySelectorAll('[data-grow]')) {
    bar.setAttribute('width', `${Math.max(0.35, edge - parseFloat(bar.dataset.grow)).toFixed(2)}%`);
  }
  for (const line of drawing.querySelectorAll('[data-reach]')) line.setAttribute('x2', x);
  return share < 1;
}
