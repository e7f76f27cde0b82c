import { element, setText } from './dom.js';
import { SPAN_MS } from './series.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** A figure with a title, lines over the last minutes, and a legend that tells the newest values as text. */
export class LineChart {
  #lines;
  #format;
  #chart;
  #values;

  /** Lines have a label, a style (line-1 to line-3 of the style sheet), and of(sample), which may be null. */
  constructor(figure, title, lines, format) {
    this.#lines = lines;
    this.#format = format;
    const canvas = element('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${title}, the last ${SPAN_MS / 60_000} minutes`);
    this.#values = lines.map(() => element('span', { className: 'value' }));
    const legend = element(
      'ul',
      { className: 'legend' },
      ...lines.map((line, i) =>
        element('li', {}, element('span', { className: `swatch ${line.style}` }), `${line.label} `, this.#values[i]),
      ),
    );
    figure.append(
      element('figcaption', { textContent: title }),
      element('div', { className: 'canvas' }, canvas),
      legend,
    );
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: lines.map((line) => ({ label: line.label, data: [], borderWidth: 2, pointRadius: 0 })) },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        parsing: false,
        normalized: true,
        spanGaps: false,
        plugins: { legend: { display: false }, tooltip: { enabled: false } },
        scales: {
          x: {
            type: 'linear',
            min: -SPAN_MS,
            max: 0,
            grid: { display: false },
            ticks: {
              stepSize: 30_000,
              maxRotation: 0,
              callback: (value) => (value === 0 ? 'now' : `−${-value / 1_000} s`),
            },
          },
          y: {
            beginAtZero: true,
            border: { display: false },
            ticks: { maxTicksLimit: 5, callback: (value) => format(value) },
          },
        },
      },
    });
    this.#paint();
    dark.addEventListener('change', () => {
      this.#paint();
      this.#chart.update();
    });
  }

  /** Shows the samples as they are at a moment. */
  draw(now, samples) {
    let highest = 0;
    this.#lines.forEach((line, i) => {
      const points = samples.map((sample) => ({ x: sample.now - now, y: line.of(sample) }));
      highest = points.reduce((most, point) => Math.max(most, point.y ?? 0), highest);
      this.#chart.data.datasets[i].data = points;
      setText(this.#values[i], this.#format(points.at(-1)?.y ?? null));
    });
    this.#chart.options.scales.y.suggestedMax = highest === 0 ? 1 : undefined;
    this.#chart.update();
  }

  #paint() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    const { scales } = this.#chart.options;
    for (const scale of [scales.x, scales.y]) {
      scale.ticks.color = of('--quiet');
    }
    scales.y.grid = { color: of('--edge') };
    this.#lines.forEach((line, i) => {
      const dataset = this.#chart.data.datasets[i];
      dataset.borderColor = of(`--${line.style}`);
      dataset.borderDash = { 'line-1': [], 'line-2': [6, 3], 'line-3': [2, 2] }[line.style];
    });
  }
}

export const RATES = [
  { label: 'In', style: 'line-1', of: (sample) => sample.in },
  { label: 'Out', style: 'line-2', of: (sample) => sample.out },
  { label: 'Acknowledged', style: 'line-3', of: (sample) => sample.ack },
];

export const DEPTH = [{ label: 'Messages', style: 'line-1', of: (sample) => sample.depth }];
