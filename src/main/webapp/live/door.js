/** The view in which a user signs in: as a demo user, at the issuer's own page, or with a token. */

import { finishSignIn, startSignIn } from './pkce.js';
import { developmentIssuer, pageSettings } from './session.js';
import { addSignInCard } from './sign-in.js';
import { flawOf } from './token.js';
import { text } from './words.js';

const ATTEMPT = 'presence.sign-in';

const $ = (id) => document.getElementById(id);

/** The address of the page, to which the issuer sends the user back. */
const here = new URL('..', import.meta.url).href;

export class Door {
  #session;
  #enter;
  #failed;

  /**
   * @param enter called when the user has signed in
   * @param failed called with a sentence if a sign-in at the issuer failed
   */
  constructor(session, enter, failed) {
    this.#session = session;
    this.#enter = enter;
    this.#failed = failed;
    addSignInCard($('sign-in'));
    $('token-form').addEventListener('submit', (event) => this.#useToken(event));
    $('demo-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#useDemo(event.target.elements.user.value.trim());
    });
    $('demo-users').addEventListener('click', ({ target }) => {
      if (target.localName === 'button') {
        this.#useDemo(target.value);
      }
    });
    $('hosted').addEventListener('click', () => this.#leaveForIssuer());
  }

  async show(problem = '') {
    const issuer = developmentIssuer();
    $('demo').hidden = !issuer;
    $('demo-users').replaceChildren(...(issuer?.users ?? []).map(demoUser));
    showProblem(problem);
    const settings = await pageSettings();
    $('hosted-choice').hidden = !settings?.signIn;
    if (!problem && isOld(issuer, settings)) {
      showProblem(text('oldLink'));
    }
  }

  /** Signs in if the user comes back from the issuer. Returns whether that is so. */
  async comeBack() {
    const address = location.href;
    const attempt = JSON.parse(sessionStorage.getItem(ATTEMPT) ?? 'null');
    if (!attempt || !new URL(address).searchParams.has('state')) {
      return false;
    }
    sessionStorage.removeItem(ATTEMPT);
    // The code is valid once, and does not belong into the history.
    history.replaceState(null, '', here + location.hash);
    try {
      const settings = await pageSettings();
      const tokens = await finishSignIn(settings.signIn, attempt, address);
      if (tokens) {
        this.#session.signInWithTokens(tokens);
        await this.#goBackTo(attempt.page);
        return true;
      }
    } catch (failure) {
      console.warn('Sign-in failed', failure);
    }
    this.#failed(text('signInFailed'));
    return false;
  }

  /** The issuer sends users to one address only, so the operator's page is opened from there. */
  async #goBackTo(page) {
    const isOperators = page && new URL(page, here).pathname.endsWith('/operator.html');
    if (isOperators) {
      location.replace(new URL('operator.html', here).href + new URL(page, here).hash);
      await new Promise(() => {});
    }
  }

  async #useToken(event) {
    event.preventDefault();
    const field = event.target.elements.token;
    const settings = await pageSettings();
    const flaw = flawOf(field.value.trim(), settings?.issuer);
    if (flaw) {
      showProblem(text(flaw.text, flaw.values));
      field.select();
      field.focus();
      return;
    }
    this.#session.signInWithToken(field.value.trim());
    this.#enter();
  }

  async #useDemo(user) {
    const issuer = developmentIssuer();
    const settings = await pageSettings();
    // The server's own issuer, if the link is from an earlier run.
    const origin = isOld(issuer, settings) ? settings.issuer : issuer.origin;
    this.#session.signInAs(user, { origin });
    this.#enter();
  }

  async #leaveForIssuer() {
    const settings = await pageSettings();
    const { address, attempt } = await startSignIn(settings.signIn, here);
    const page = location.pathname + location.hash;
    sessionStorage.setItem(ATTEMPT, JSON.stringify({ ...attempt, page }));
    location.assign(address);
  }
}

/** Whether the link names another issuer on this machine than the server's. */
export function isOld(issuer, settings) {
  const trusted = developmentIssuer(`#issuer=${settings?.issuer ?? ''}`);
  return Boolean(issuer && trusted && issuer.origin !== trusted.origin);
}

function showProblem(problem) {
  $('sign-in-problem').hidden = !problem;
  $('sign-in-problem').textContent = problem;
}

function demoUser(user) {
  const button = document.createElement('button');
  button.type = 'button';
  button.value = button.textContent = user;
  const item = document.createElement('li');
  item.append(button);
  return item;
}
