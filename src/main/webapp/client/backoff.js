/** When to connect again after a close, and when not. */

const FIRST = 1_000;
const MOST = 60_000;

/** The wait before the server is asked again, if it gives no time. */
export const BUSY = 5_000;

/**
 * The server's own close codes. After a final one the next connection would be closed as well, so
 * only a person may try again. All other codes mean: reconnect. After a restart all clients do, so
 * the server gives each a moment of its own. If it gives none, the library draws one.
 */
export const TOO_MANY_CONNECTIONS = 4008;
export const FINAL = new Map([
  [1008, 'too-many-messages'],
  [1009, 'message-too-big'],
  [4005, 'disconnected'],
  [TOO_MANY_CONNECTIONS, 'too-many-connections'],
  [4009, 'token'], // of another user
]);
export const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;
const IDLE = 4000;

/** Why a connection ended; all other codes mean that it was lost. */
export const REASONS = new Map([
  [SERVICE_RESTART, 'restart'],
  [TRY_AGAIN_LATER, 'busy'],
]);

/** The time to wait, in the reason of a close. At most seven digits, which a timer can wait for. */
const APPOINTMENT = /\breconnect in (\d{1,7}) ms\b/;

/** How long to wait, in milliseconds, after a close and so many attempts. */
export function delayAfter(code, reason, attempt) {
  const appointment = code === SERVICE_RESTART && APPOINTMENT.exec(reason);
  if (appointment) {
    return Number(appointment[1]);
  }
  const delay = spread(attempt);
  if (code === TRY_AGAIN_LATER) {
    return BUSY + delay;
  }
  if (attempt === 0 && code === SERVICE_RESTART) {
    return between(200, 3_000);
  }
  return attempt === 0 && code === IDLE ? between(0, 500) : delay;
}

/** A random wait within a span that doubles with each attempt. */
export function spread(attempt) {
  const most = Math.min(MOST, FIRST * 2 ** attempt);
  return between(most / 2, most);
}

export function between(least, most) {
  return least + Math.random() * (most - least);
}
