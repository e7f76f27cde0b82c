// Texts of queues, groups and messages come from strangers: they enter the page through textContent only.

export function byId(id) {
  return document.getElementById(id);
}

/** Makes an element with properties, such as className or textContent, and children. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Sets a text if it differs, so that a selection or a screen reader is not disturbed for nothing. */
export function setText(target, text) {
  const wanted = String(text);
  if (target.textContent !== wanted) {
    target.textContent = wanted;
  }
}

/** Makes the children of a parent those of the items. What is there already stays, and keeps the focus. */
export function reconcile(parent, items, keyOf, create, update) {
  const focused = document.activeElement;
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const key = keyOf(item);
    const child = old.get(key) ?? create(item);
    old.delete(key);
    child.dataset.key = key;
    update(child, item);
    return child;
  });
  old.forEach((child) => child.remove());
  wanted.forEach((child, i) => {
    if (parent.children[i] !== child) {
      parent.insertBefore(child, parent.children[i] ?? null);
    }
  });
  if (parent.contains(focused) && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

/** Shows pairs of a term and a description. */
export function showPairs(list, pairs) {
  reconcile(
    list,
    pairs,
    ([term]) => term,
    ([term]) => element('div', {}, element('dt', { textContent: term }), element('dd')),
    (row, [, value]) => setText(row.lastElementChild, value),
  );
}
