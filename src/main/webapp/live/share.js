/** The card of the user: what friends see, what they will see, and the pause. */

import { isHidden } from '../presence-client.js';
import { readAddress } from './address.js';
import { PeopleList, showPage } from './people.js';
import { showsPage } from './rules.js';
import { VisibilitySwitch } from './visibility.js';
import { clock, text } from './words.js';

const PAUSE = 60 * 60_000;
const HIDDEN = { url: '', title: '' };

/** How many entries of a list are named. */
const NAMED = 8;

const $ = (id) => document.getElementById(id);

export class ShareCard {
  #client;
  #session;
  #you = new PeopleList($('you'), { isSelf: true });
  #visibility;
  #fields = $('share-form').elements;
  /** The sharing rules of the account; null if they are not known. */
  #rules = null;

  constructor(client, session) {
    this.#client = client;
    this.#session = session;
    this.#visibility = new VisibilitySwitch(client);
    $('share-form').addEventListener('input', () => this.#preview());
    this.#fields.url.addEventListener('change', () => this.#mark());
    $('share-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#share();
    });
    $('hide').addEventListener('click', () => this.#say(HIDDEN));
    $('pause').addEventListener('click', () => this.#pause());
    $('resume').addEventListener('click', () => this.#resume());
    client.on('queued', () => this.show());
  }

  set images(base) {
    this.#you.images = base;
  }

  set rules(rules) {
    this.#rules = rules;
    this.show();
    this.#preview();
  }

  show() {
    const { self, state, queued } = this.#client;
    this.#you.show(self ? [self] : []);
    $('seen-as').textContent = self ? text(this.#seenAs(self, state)) : '';
    this.#visibility.show();
    $('queued').hidden = !queued;
    $('queued').textContent = queued
      ? text(queued.url ? 'queuedPage' : 'queuedHidden', { page: queued.title || queued.url })
      : '';
    $('rules').textContent = rulesText(this.#rules);
    const { paused } = this.#session;
    $('paused').hidden = !paused;
    $('paused-text').textContent = paused ? text('paused', { time: clock(paused.until) }) : '';
    $('pause').hidden = Boolean(paused) || !self?.online || isHidden(self);
  }

  refresh() {
    this.#you.refresh();
    this.show();
    this.#preview();
  }

  /** Ends the pause if its time is over. */
  tick() {
    const { paused } = this.#session;
    if (paused && paused.until <= Date.now()) {
      this.#resume();
    }
  }

  reset() {
    this.#rules = null;
    $('share-form').reset();
    $('problem').hidden = true;
    this.#fields.url.removeAttribute('aria-invalid');
    this.#preview();
  }

  #seenAs(self, state) {
    if (state.name !== 'open') {
      return 'seenDisconnected';
    }
    if (self.visibility) {
      return 'seenInvisible';
    }
    return !self.online ? 'seenOffline' : isHidden(self) ? 'seenHidden' : 'seenOnPage';
  }

  #preview() {
    const { url, problem, notes: found } = readAddress(this.#fields.url.value);
    const isHiddenByRules = Boolean(url && this.#rules && !showsPage(this.#rules, url));
    const notes = isHiddenByRules ? ['addressHidden'] : found;
    $('address-note').textContent = problem
      ? text(problem)
      : notes.map((note) => text(note)).join(' ');
    if (!problem) {
      this.#fields.url.removeAttribute('aria-invalid');
    }
    $('preview').hidden = !url || isHiddenByRules;
    if (url) {
      const domain = new URL(url).hostname;
      showPage($('preview-page'), { url, title: this.#fields.title.value, domain });
      // Not a stop on the way to the button.
      $('preview-page').querySelector('.title').tabIndex = -1;
    }
  }

  /** Marks a wrong address, but only when the user has finished typing. */
  #mark() {
    const { problem } = readAddress(this.#fields.url.value);
    this.#fields.url.setAttribute('aria-invalid', String(Boolean(problem)));
    return !problem;
  }

  #share() {
    this.#preview();
    const { url } = readAddress(this.#fields.url.value);
    if (this.#mark() && url) {
      this.#say({ url, title: this.#fields.title.value.trim() });
    } else {
      this.#fields.url.focus();
    }
  }

  #say(page) {
    $('problem').hidden = true;
    this.#session.paused = null;
    this.#session.said = page;
    this.#client.update(page);
    this.show();
  }

  #pause() {
    const { url, title } = this.#client.self.page;
    this.#say(HIDDEN);
    this.#session.paused = { until: Date.now() + PAUSE, page: { url, title } };
    this.show();
    $('resume').focus();
  }

  #resume() {
    this.#say(this.#session.paused.page);
  }
}

/** What the rules share, in a sentence; empty if they share everything or are not known. */
function rulesText(rules) {
  const isOpen = rules?.shareMode === 'default_all';
  const sites = (isOpen ? rules?.deny : rules?.allow) ?? [];
  if (!rules || (isOpen && sites.length === 0)) {
    return '';
  }
  if (sites.length === 0) {
    return text('rulesNothing');
  }
  const more = sites.length > NAMED ? ' …' : '';
  const named = sites.slice(0, NAMED).join(', ') + more;
  return text(isOpen ? 'rulesDeny' : 'rulesAllow', { sites: named });
}
