/** Why one user is shown as the user is shown. */

import { linkOf } from '../presence-client.js';
import { ago, clock, count, currentLanguage, text } from '../live/words.js';

const $ = (id) => document.getElementById(id);

/**
 * Shows the answer of /api/users/{userId}/connections.
 *
 * @param disconnect called with the id of a connection that the operator wants to close
 */
export function showExplanation(explanation, disconnect) {
  $('explanation').hidden = false;
  $('verdict').textContent = verdict(explanation);
  $('verdict').dataset.online = explanation.online;
  $('no-connections').hidden = explanation.connections.length > 0;
  $('no-transitions').hidden = explanation.transitions.length > 0;
  const { time } = explanation;
  $('connections').replaceChildren(
    ...explanation.connections.map((connection) => row(connection, time, disconnect)),
  );
  $('transitions').replaceChildren(
    ...explanation.transitions.map((transition) => item(transition, time)),
  );
}

export function hideExplanation() {
  $('explanation').hidden = true;
}

/** One sentence: is the user online, and why? */
function verdict({ online, page, connections, graceEndsAt, transitions, time }) {
  const values = { connections: count('openConnections', connections.length) };
  if (online && connections.length > 0) {
    return text(page?.url ? 'verdictOnline' : 'verdictHidden', values);
  }
  if (graceEndsAt !== null && connections.length === 0) {
    return text('verdictGrace', { time: seconds(graceEndsAt) });
  }
  if (connections.length > 0) {
    return text(page ? 'verdictIdle' : 'verdictNoPage', values);
  }
  const last = transitions.find(({ type }) => type === 'offline');
  return last
    ? text('verdictOffline', { ago: ago(last.time, time), why: sentence(last) })
    : text('verdictUnknown');
}

function row(connection, now, disconnect) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = text('disconnect');
  button.setAttribute('aria-label', text('disconnectOne', { id: connection.id }));
  button.addEventListener('click', () => {
    button.disabled = true;
    disconnect(connection.id);
  });
  const id = document.createElement('code');
  id.textContent = connection.id;
  const line = document.createElement('tr');
  line.dataset.connection = connection.id;
  line.append(
    cell(id),
    cell(connection.client || '–'),
    cell(since(connection.openedAt, now)),
    cell(since(connection.heardAt, now)),
    cell(pageOf(connection.page)),
    cell(button),
  );
  return line;
}

function cell(content) {
  const element = document.createElement('td');
  element.append(content);
  return element;
}

function since(time, now) {
  return time === null ? '–' : ago(time, now);
}

function pageOf(page) {
  if (page === null) {
    return text('noPageYet');
  }
  if (page.url === '') {
    return text('hiddenPage');
  }
  const address = linkOf(page);
  if (!address) {
    return page.url;
  }
  const link = document.createElement('a');
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.textContent = page.title || page.domain || page.url;
  return link;
}

function item(transition, now) {
  const when = document.createElement('time');
  when.dateTime = new Date(transition.time).toISOString();
  when.textContent = seconds(transition.time);
  when.title = `${ago(transition.time, now)}, ${when.dateTime}`;
  const what = document.createElement('span');
  what.textContent = sentence(transition);
  const line = document.createElement('li');
  line.dataset.type = transition.type;
  line.dataset.reason = transition.reason;
  line.append(when, what);
  if (transition.connection) {
    const id = document.createElement('code');
    id.textContent = transition.connection;
    line.append(id);
  }
  return line;
}

/** The transition in words; its type and reason if a newer server knows more of them. */
function sentence({ type, reason, code }) {
  const words = text(`${type}/${reason}`) ?? `${type}: ${reason}`;
  return code === null ? words : `${words} (${code})`;
}

function seconds(time) {
  const sameDay = new Date(time).toDateString() === new Date().toDateString();
  return sameDay
    ? new Intl.DateTimeFormat(currentLanguage(), { timeStyle: 'medium' }).format(time)
    : `${new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'short' }).format(time)} ${clock(time)}`;
}
