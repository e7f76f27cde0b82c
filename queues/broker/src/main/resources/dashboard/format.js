const WHOLE = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const NOTHING = '–';

export function count(value) {
  return value === null ? NOTHING : WHOLE.format(value);
}

export function plural(value, one, many) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number per second. */
export function rate(value) {
  if (value === null) {
    return NOTHING;
  }
  return value < 100 ? SHORT.format(value) : WHOLE.format(Math.round(value));
}

/** A time span given in seconds. */
export function duration(seconds) {
  if (seconds === null) {
    return NOTHING;
  }
  if (seconds === 0) {
    return '0';
  }
  if (seconds >= 1) {
    return `${SHORT.format(seconds)} s`;
  }
  return seconds >= 0.001 ? `${SHORT.format(seconds * 1e3)} ms` : `${SHORT.format(seconds * 1e6)} µs`;
}

export function time(text) {
  return TIME.format(new Date(text));
}

/** Numbers in order, with neighbours drawn together: 0–3, 7. */
export function ranges(numbers) {
  const parts = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && last[1] === number - 1) {
      last[1] = number;
    } else {
      parts.push([number, number]);
    }
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ') || NOTHING;
}
