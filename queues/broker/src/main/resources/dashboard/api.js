// The broker's REST interface. Paths are relative, so that the page works behind a proxy's prefix too.

const ANSWER_WITHIN_MS = 10_000;
const TOKEN = 'ringway-token';

/** No answer: the broker is down, or out of reach. */
export class Unreachable extends Error {}

/** The broker has refused. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function setToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

export function pathOf(queue) {
  return `queues/${encodeURIComponent(queue)}`;
}

export function get(path) {
  return request('GET', path);
}

export function post(path, body = {}) {
  return request('POST', path, body);
}

export function remove(path) {
  return request('DELETE', path);
}

async function request(method, path, body) {
  const headers = { Accept: 'application/json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (hasToken()) {
    headers.Authorization = `Bearer ${sessionStorage.getItem(TOKEN)}`;
  }
  let status;
  let ok;
  let text;
  try {
    const answer = await fetch(`api/v1/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    ({ status, ok } = answer);
    text = await answer.text();
  } catch (e) {
    throw new Unreachable(`No answer from the broker: ${e.message}`);
  }
  if (!ok) {
    throw new Refused(status, messageOf(text) || `The broker answered with status ${status}.`);
  }
  return text === '' ? null : JSON.parse(text);
}

function messageOf(text) {
  try {
    return JSON.parse(text).error?.message;
  } catch {
    return undefined;
  }
}
