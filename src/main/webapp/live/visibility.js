/** The switch that makes the user invisible: friends then see the user as offline. */

import { text } from './words.js';

const $ = (id) => document.getElementById(id);

export class VisibilitySwitch {
  #client;

  constructor(client) {
    this.#client = client;
    $('invisible').addEventListener('change', ({ target }) => {
      $('problem').hidden = true;
      client.setVisibility(target.checked ? 'nobody' : 'friends');
    });
    client.on('queuedVisibility', () => this.show());
  }

  show() {
    const { self, queuedVisibility: queued } = this.#client;
    const isInvisible = (queued ?? self?.visibility) === 'nobody';
    $('invisible').checked = isInvisible;
    $('queued-choice').hidden = !queued;
    $('queued-choice').textContent = queued
      ? text(queued === 'nobody' ? 'queuedInvisible' : 'queuedVisible')
      : '';
    $('preview-hint').textContent = text(isInvisible ? 'previewInvisible' : 'preview');
  }
}
