/** The nodes with their figures, updated in place. */

import { ago, currentLanguage, fillIn, text } from '../live/words.js';
import { Chart } from './chart.js';

/** Figures that are older belong to a node that does not reach Redis. */
const STALE = 10_000;

const FIGURES = [
  'connections',
  'users',
  'uptime',
  'leaseAge',
  'pendingWrites',
  'sweeps',
  'sweptUsers',
  'slowQueries',
  'slowRedisCalls',
  'storeMillis',
  'reapedNodes',
];
const TIMES = new Set(['leaseAge', 'storeMillis']);

/** Figures that should be 0. */
const BAD = new Set(['pendingWrites', 'slowQueries', 'slowRedisCalls', 'reapedNodes']);

const shown = new Map();

class NodeCard {
  #updates = new Chart('updatesRate');
  #deliveries = new Chart('deliveriesRate');
  #state = document.createElement('span');
  #stuck = document.createElement('p');
  #values = new Map();
  #last = null;

  constructor(node) {
    this.element = document.createElement('article');
    this.element.className = 'node';
    this.element.dataset.node = node;
    const heading = document.createElement('h3');
    const name = document.createElement('code');
    name.textContent = node;
    this.#state.className = 'state';
    heading.append(name, this.#state);
    this.#stuck.className = 'problem';
    const charts = document.createElement('div');
    charts.className = 'charts';
    charts.append(this.#updates.element, this.#deliveries.element);
    this.element.append(heading, this.#stuck, charts, this.#list());
    fillIn(this.element);
  }

  #list() {
    const list = document.createElement('dl');
    for (const name of FIGURES) {
      const term = document.createElement('dt');
      term.dataset.text = name;
      const value = document.createElement('dd');
      value.dataset.figure = name;
      this.#values.set(name, value);
      const pair = document.createElement('div');
      pair.append(term, value);
      list.append(pair);
    }
    return list;
  }

  show({ alive, figures }, now) {
    const isStale = !(now - figures.time < STALE);
    const state = !alive ? 'dead' : isStale ? 'silent' : figures.state;
    this.element.dataset.state = state;
    this.#state.textContent = text(`state-${state}`);
    this.#stuck.hidden = !figures.stuckLoops;
    this.#stuck.textContent = text('stuck', { loops: figures.stuckLoops });
    for (const [name, element] of this.#values) {
      element.textContent = shownFigure(name, figures[name], now);
      element.classList.toggle('bad', BAD.has(name) && figures[name] > 0);
    }
    this.#addRates(figures);
  }

  #addRates(figures) {
    const last = this.#last;
    if (last && figures.time > last.time) {
      const seconds = (figures.time - last.time) / 1_000;
      this.#updates.add((figures.updates - last.updates) / seconds);
      this.#deliveries.add((figures.deliveries - last.deliveries) / seconds);
    }
    this.#last = figures.time === undefined ? last : figures;
  }
}

function shownFigure(name, value, now) {
  if (value === undefined) {
    return '–';
  }
  if (name === 'uptime') {
    return ago(now - value, now);
  }
  const number = new Intl.NumberFormat(currentLanguage()).format(value);
  return TIMES.has(name) ? `${number} ms` : number;
}

/** Shows the answer of /api/nodes. */
export function showNodes({ time, nodes }, container) {
  const present = new Set(nodes.map(({ node }) => node));
  for (const [node, card] of shown) {
    if (!present.has(node)) {
      card.element.remove();
      shown.delete(node);
    }
  }
  for (const report of nodes.toSorted((one, other) => one.node.localeCompare(other.node))) {
    let card = shown.get(report.node);
    if (!card) {
      card = new NodeCard(report.node);
      shown.set(report.node, card);
      container.append(card.element);
    }
    card.show(report, time);
  }
}

/** Removes all nodes, when the user signs out. */
export function forgetNodes() {
  shown.forEach((card) => card.element.remove());
  shown.clear();
}
