/** The page for operators: all nodes, and why one user is online or offline. */

import { Door } from '../live/door.js';
import { Session } from '../live/session.js';
import {
  addWords,
  browserLanguage,
  clock,
  count,
  currentLanguage,
  fillIn,
  text,
  useLanguage,
} from '../live/words.js';
import { Api } from './api.js';
import { hideExplanation, showExplanation } from './explanation.js';
import { forgetNodes, showNodes } from './nodes.js';
import { OPERATOR_WORDS } from './words.js';

const LANGUAGE = 'presence.language';
const INTERVAL = 2_000;

const $ = (id) => document.getElementById(id);

addWords(OPERATOR_WORDS);
useLanguage(localStorage.getItem(LANGUAGE) ?? browserLanguage());

const session = new Session();
const api = new Api(session);
const door = new Door(session, enter, showDoor);

let state = { name: 'connecting' };
let answer = null;
let user = '';
let explanation = null;

// Signing in and out

function showDoor(problem = '') {
  document.body.dataset.view = 'door';
  $('operator').hidden = $('sign-out').hidden = true;
  $('sign-in').hidden = false;
  return door.show(problem);
}

function enter() {
  document.body.dataset.view = 'operator';
  $('sign-in').hidden = true;
  $('operator').hidden = $('sign-out').hidden = false;
  become({ name: 'connecting' });
  $('nodes-heading').focus();
  poll();
}

function leave(problem) {
  session.signOut();
  api.forget();
  forgetNodes();
  hideExplanation();
  answer = explanation = null;
  user = '';
  $('user-form').reset();
  $('token-form').reset();
  showDoor(problem);
}

// The nodes, and again the user whom the operator looks at

async function poll() {
  if (!session.signedIn || document.hidden) {
    return;
  }
  try {
    const response = await api.send('GET', 'nodes');
    if (!response || response.status === 401) {
      const { text: name, values } = session.problem ?? { text: 'tokenRefused' };
      leave(text(name, values));
    } else if (response.status === 403) {
      become({ name: 'ended' });
    } else if (response.ok) {
      answer = await response.json();
      become({ name: 'open' });
      show();
      await explain();
    } else {
      become({ name: 'waiting' });
    }
  } catch {
    become({ name: 'waiting' });
  }
}

async function explain() {
  if (!user) {
    return;
  }
  const wanted = user;
  const response = await api.send('GET', `users/${encodeURIComponent(wanted)}/connections`);
  showProblem(response?.ok ? '' : text('noExplanation', { user: wanted }));
  if (response?.ok && user === wanted) {
    explanation = await response.json();
    show();
  }
}

async function disconnect(id) {
  const path = `users/${encodeURIComponent(user)}/connections/${encodeURIComponent(id)}`;
  const response = await api.send('DELETE', path).catch(() => null);
  showProblem(response?.ok || response?.status === 404 ? '' : text('notDisconnected', { id }));
  await explain().catch(() => become({ name: 'waiting' }));
}

// What the page shows

function become(next) {
  state = next;
  showState();
}

function showState() {
  $('connection').dataset.state = state.name;
  const words = {
    open: () => text('liveNodes'),
    connecting: () => text('connecting'),
    ended: () => text('noOperator'),
    waiting: () =>
      answer ? text('nodesAsOf', { time: clock(answer.time) }) : text('noNodes'),
  };
  $('connection-text').textContent = words[state.name]();
}

function show() {
  if (answer) {
    const dead = answer.nodes.filter(({ alive }) => !alive).length;
    $('count').textContent = answer.nodes.length;
    $('dead').textContent = dead > 0 ? count('deadNodes', dead) : '';
    showNodes(answer, $('nodes'));
  }
  if (explanation) {
    showExplanation(explanation, disconnect);
  }
}

function showProblem(problem) {
  $('problem').hidden = !problem;
  $('problem').textContent = problem;
}

function speak(language) {
  useLanguage(language);
  fillIn(document);
  for (const button of document.querySelectorAll('.languages button')) {
    button.setAttribute('aria-pressed', String(button.value === currentLanguage()));
  }
  showState();
  show();
}

$('sign-out').addEventListener('click', () => leave());
$('user-form').addEventListener('submit', (event) => {
  event.preventDefault();
  user = event.target.elements.user.value.trim();
  explanation = null;
  hideExplanation();
  explain().catch(() => become({ name: 'waiting' }));
});
for (const button of document.querySelectorAll('.languages button')) {
  button.addEventListener('click', () => {
    localStorage.setItem(LANGUAGE, button.value);
    speak(button.value);
  });
}
document.addEventListener('visibilitychange', poll);
setInterval(poll, INTERVAL);

speak(currentLanguage());
if (session.signedIn) {
  enter();
} else {
  showDoor();
}
