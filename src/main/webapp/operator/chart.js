/** A small chart of the last values, as SVG. Colours and lines are in operator.css. */

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120;
const HEIGHT = 32;
const MOST = 60;

export class Chart {
  #values = [];
  #area = shape('path', 'area');
  #line = shape('path', 'line');
  #number = document.createElement('span');

  /** Shows a label, the latest value and the values before. */
  constructor(label) {
    this.label = document.createElement('span');
    this.label.dataset.text = label;
    this.#number.className = 'number';
    const drawing = shape('svg');
    drawing.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    drawing.setAttribute('preserveAspectRatio', 'none');
    drawing.setAttribute('aria-hidden', 'true');
    drawing.append(this.#area, this.#line);
    this.element = document.createElement('p');
    this.element.className = 'chart';
    this.element.append(this.label, this.#number, drawing);
  }

  add(value) {
    this.#values = [...this.#values, value].slice(-MOST);
    this.#draw();
  }

  /** Writes the latest value in the current language. */
  #draw() {
    const latest = this.#values.at(-1);
    this.#number.textContent = new Intl.NumberFormat(document.documentElement.lang, {
      maximumFractionDigits: latest < 10 ? 1 : 0,
    }).format(latest);
    const top = Math.max(1, ...this.#values);
    const points = this.#values.map((value, index) => {
      const x = WIDTH - (this.#values.length - 1 - index) * (WIDTH / (MOST - 1));
      const y = HEIGHT - 1 - (value / top) * (HEIGHT - 3);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    const [first] = points[0].split(',');
    this.#line.setAttribute('d', `M${points.join('L')}`);
    this.#area.setAttribute('d', `M${first},${HEIGHT}L${points.join('L')}L${WIDTH},${HEIGHT}Z`);
  }
}

function shape(name, className = '') {
  const element = document.createElementNS(SVG, name);
  if (className) {
    element.setAttribute('class', className);
  }
  return element;
}
