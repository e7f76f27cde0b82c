import { post, setToken } from './api.js';
import { byId, setText } from './dom.js';

/** Asks before something is destroyed; true if it may be. Escape and Cancel are no, and Cancel has the focus. */
export function confirmed(title, text, yes) {
  const dialog = byId('confirm');
  setText(byId('confirm-title'), title);
  setText(byId('confirm-text'), text);
  setText(byId('confirm-yes'), yes);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** Asks for a token; done is called once there is one. */
export function askForToken(failure, done) {
  const dialog = byId('token');
  if (dialog.open) {
    return;
  }
  showFailure(byId('token-failure'), failure);
  dialog.showModal();
  byId('token-form').onsubmit = (event) => {
    event.preventDefault();
    setToken(byId('token-value').value.trim());
    byId('token-form').reset();
    dialog.close();
    done();
  };
}

/** Opens the form that creates a queue; done is called with its name. */
export function createQueue(done) {
  const dialog = byId('create');
  const form = byId('create-form');
  const failure = byId('create-failure');
  form.reset();
  showFailure(failure, '');
  dialog.showModal();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const prefix = byId('create-prefix').textContent;
    const { name, ordering, partitions, durability } = form.elements;
    const config = { name: withPrefix(prefix, name.value.trim()), ordering: ordering.value, durability: durability.value };
    if (partitions.value !== '') {
      config.partitions = Number(partitions.value);
    }
    byId('create-submit').disabled = true;
    try {
      await post('queues', config);
      dialog.close();
      done(config.name);
    } catch (e) {
      showFailure(failure, e.message);
      name.focus();
    } finally {
      byId('create-submit').disabled = false;
    }
  };
}

function withPrefix(prefix, name) {
  return name.startsWith(prefix) ? name : prefix + name;
}

function showFailure(place, message) {
  setText(place, message);
  place.hidden = message === '';
}

for (const button of document.querySelectorAll('dialog [data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close());
}
// Escape must not leave a page that can do nothing without its token.
byId('token').addEventListener('cancel', (event) => event.preventDefault());
