/** The card of the user: what friends see, what they will see, and the pause. */

import { isHidden } from '../presence-client.js';
import { readAddress } from './address.js';
import { PeopleList, showPage } from './people.js';
import { clock, text } from './words.js';

const PAUSE = 60 * 60_000;
const HIDDEN = { url: '', title: '' };

const $ = (id) => document.getElementById(id);

export class ShareCard {
  #client;
  #session;
  #you = new PeopleList($('you'), { isSelf: true });
  #fields = $('share-form').elements;

  constructor(client, session) {
    this.#client = client;
    this.#session = session;
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

  show() {
    const { self, state, queued } = this.#client;
    this.#you.show(self ? [self] : []);
    $('seen-as').textContent = self ? text(this.#seenAs(self, state)) : '';
    $('queued').hidden = !queued;
    $('queued').textContent = queued
      ? text(queued.url ? 'queuedPage' : 'queuedHidden', { page: queued.title || queued.url })
      : '';
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
    $('share-form').reset();
    $('problem').hidden = true;
    this.#fields.url.removeAttribute('aria-invalid');
    this.#preview();
  }

  #seenAs(self, state) {
    if (state.name !== 'open') {
      return 'seenDisconnected';
    }
    return !self.online ? 'seenOffline' : isHidden(self) ? 'seenHidden' : 'seenOnPage';
  }

  #preview() {
    const { url, problem, notes } = readAddress(this.#fields.url.value);
    $('address-note').textContent = problem
      ? text(problem)
      : notes.map((note) => text(note)).join(' ');
    if (!problem) {
      this.#fields.url.removeAttribute('aria-invalid');
    }
    $('preview').hidden = !url;
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
