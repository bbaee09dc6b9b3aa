/** The levels of single sites: a row for each, and an empty one for another. */

import { message } from './messages.js';
import { LEVELS } from './sharing.js';
import { hostOf } from './live/sites.js';

export class SiteLevels {
  #list;

  constructor(list, sites) {
    this.#list = list;
    Object.entries(sites).forEach(([site, level]) => this.#add(site, level));
    this.#add();
  }

  /** The levels by site. */
  sites() {
    const rows = this.#rows().filter(({ site }) => site.value.trim());
    return Object.fromEntries(rows.map(({ site, level }) => [site.value.trim(), level.value]));
  }

  /** The fields that name no site. */
  wrong() {
    return this.#rows()
      .map(({ site }) => site)
      .filter((site) => {
        const isWrong = site.value.trim() !== '' && hostOf(site.value) === null;
        site.setAttribute('aria-invalid', String(isWrong));
        return isWrong;
      });
  }

  #rows() {
    return [...this.#list.children].map((row) => ({
      site: row.querySelector('input'),
      level: row.querySelector('select'),
    }));
  }

  #add(name = '', chosen = 'hidden') {
    const row = document.createElement('li');
    const site = document.createElement('input');
    site.value = name;
    site.placeholder = 'example.com';
    site.setAttribute('aria-label', message('site'));
    const level = document.createElement('select');
    level.append(...LEVELS.map((value) => new Option(message(`level_${value}`), value)));
    level.value = chosen;
    level.setAttribute('aria-label', message('siteLevel'));
    row.append(site, level);
    this.#list.append(row);
    site.addEventListener('input', () => {
      if (row === this.#list.lastElementChild) {
        this.#add();
      }
      this.wrong();
    });
  }
}
