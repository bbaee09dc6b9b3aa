/** The state of a connection as a sentence. The page and the extension use it. */

import { text } from './words.js';

const ENDED = {
  origin: 'origin',
  disconnected: 'disconnected',
  'too-many-connections': 'tooManyConnections',
  'too-many-messages': 'tooManyMessages',
  'message-too-big': 'messageTooBig',
};

const WAITING = {
  busy: 'busy',
  lost: 'waiting',
  'not-found': 'notFound',
  restart: 'restarting',
  unreachable: 'unreachable',
};

/**
 * @param isLoaded whether the friends are known
 * @param problem why there is no token: the name of a text and its values; null if unknown
 */
export function stateText(state, isLoaded, problem = null) {
  switch (state.name) {
    case 'open':
      return text(isLoaded ? 'open' : 'openOutdated');
    case 'waiting':
      return waitingText(state, problem);
    case 'ended':
      return text(ENDED[state.reason] ?? 'tokenRefused', { origin: location.origin });
    default:
      return text(state.name);
  }
}

function waitingText({ reason }, problem) {
  if (!navigator.onLine) {
    return text('browserOffline');
  }
  if (reason === 'token') {
    return problem ? text(problem.text, problem.values) : text('noToken');
  }
  return text(WAITING[reason] ?? 'waiting');
}
