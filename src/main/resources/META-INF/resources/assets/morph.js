/**
 * Makes `old` like `fresh` and keeps every element that stays, so that focus, scroll position,
 * selection, what was typed and what was opened survive. `keep` says whose content stays as it is.
 */
export function morph(old, fresh, keep = () => false) {
  if (old.isEqualNode(fresh)) return;
  const stays = keep(old, fresh);
  attributes(old, fresh);
  if (!stays) children(old, fresh, keep);
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isReaders(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isReaders(old, name)) old.setAttribute(name, value);
  }
}

/** What the reader changed stays as it is. */
function isReaders(element, name) {
  return name === 'open' && element.localName === 'details';
}

function children(old, fresh, keep) {
  const known = new Map();
  const staying = new Set();
  for (const child of fresh.children) if (child.id) staying.add(child.id);
  for (const child of [...old.children]) {
    // Gone before the others are put in place: moving an element would take its focus.
    if (child.id && !staying.has(child.id)) child.remove();
    else if (child.id) known.set(child.id, child);
  }
  let at = old.firstChild;
  for (const wanted of fresh.childNodes) {
    const same = wanted.id ? known.get(wanted.id) : alike(at, wanted) ? at : null;
    if (!same) {
      old.insertBefore(document.importNode(wanted, true), at);
      continue;
    }
    while (wanted.id && at && at !== same && !at.id) at = removed(at);
    if (same !== at) old.insertBefore(same, at);
    else at = at.nextSibling;
    if (same.nodeType === Node.ELEMENT_NODE) morph(same, wanted, keep);
    else if (same.data !== wanted.data) same.data = wanted.data;
  }
  while (at) at = removed(at);
}

/** The node after it. */
function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function alike(one, other) {
  return one && one.nodeName === other.nodeName && !one.id && !other.id;
}
