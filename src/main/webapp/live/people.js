/** Shows people as a list. Data of other users is only ever text, or the address of a web link. */

import { isHidden, linkOf } from '../presence-client.js';
import { activeAgo, text } from './words.js';

const HANGUL = /\p{Script=Hangul}/u;

/** A Korean name has the family name first and no space, in every language of the page. */
export function nameOf({ userId, firstName, lastName }) {
  const korean = HANGUL.test(firstName + lastName);
  const name = korean ? `${lastName}${firstName}` : `${firstName} ${lastName}`;
  return name.trim() || userId;
}

/** The one-line status of a person. */
export function newsOf(person) {
  const name = nameOf(person);
  if (!person.online) {
    return text('newsOffline', { name });
  }
  return isHidden(person)
    ? text('newsHidden', { name })
    : text('newsOnPage', { name, page: person.page.title || person.page.domain });
}

/** Online people first, by name; then offline ones, the latest first. */
export function inOrder(people) {
  const byName = (one, other) => nameOf(one).localeCompare(nameOf(other));
  return [...people].sort((one, other) => {
    if (one.online !== other.online) {
      return one.online ? -1 : 1;
    }
    const later = one.online ? 0 : (other.lastActiveAt ?? 0) - (one.lastActiveAt ?? 0);
    return later || byName(one, other);
  });
}

/** The people of a list element. A person who stays keeps the element, and so the focus. */
export class PeopleList {
  #list;
  #items = new Map();

  constructor(list) {
    this.#list = list;
  }

  show(people) {
    const gone = new Set(this.#items.keys());
    let next = this.#list.firstElementChild;
    for (const person of people) {
      gone.delete(person.userId);
      let item = this.#items.get(person.userId);
      if (!item) {
        item = new Item();
        this.#items.set(person.userId, item);
      }
      item.show(person);
      if (item.element === next) {
        next = next.nextElementSibling;
      } else {
        this.#insert(item.element, next);
      }
    }
    for (const userId of gone) {
      this.#items.get(userId).element.remove();
      this.#items.delete(userId);
    }
  }

  /** Renders again after time passed or the language changed. */
  refresh() {
    this.#items.forEach((item) => item.show());
  }

  #insert(element, before) {
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    this.#list.insertBefore(element, before);
    focused?.focus({ preventScroll: true });
  }
}

class Item {
  element = make('li', 'person');
  #avatar = make('span', 'avatar');
  #initials = make('span');
  #name = make('bdi');
  #status = make('span', 'status');
  #where = make('p', 'where');
  #note = make('p', 'note');
  #person = null;

  constructor() {
    this.#avatar.setAttribute('aria-hidden', 'true');
    this.#avatar.append(this.#initials, make('span', 'dot'));
    const name = make('p', 'name');
    name.append(this.#name, ' ', this.#status);
    const body = make('div', 'body');
    body.append(name, this.#where, this.#note);
    this.element.append(this.#avatar, body);
  }

  show(person = this.#person) {
    this.#person = person;
    const status = !person.online ? 'offline' : isHidden(person) ? 'hidden' : 'online';
    this.element.dataset.status = status;
    this.element.dataset.user = person.userId;
    this.#avatar.style.setProperty('--hue', hue(person.userId));
    set(this.#initials, initials(person));
    set(this.#name, nameOf(person));
    set(this.#status, text(person.online ? 'online' : 'offline'));
    if (status === 'online') {
      showPage(this.#where, person.page);
      this.#note.replaceChildren();
    } else if (status === 'hidden') {
      set(this.#where, text('activityHidden'));
      this.#showLatest(person.latestPage);
    } else {
      set(this.#where, activeAgo(person.lastActiveAt));
      this.#note.replaceChildren();
    }
  }

  #showLatest(page) {
    if (!page?.url) {
      this.#note.replaceChildren();
      return;
    }
    if (!this.#note.firstChild) {
      this.#note.append(make('span'), ' ', make('span', 'latest'));
    }
    set(this.#note.firstChild, text('lastShared'));
    showPage(this.#note.lastChild, page);
  }
}

/** The title, as a link if it is a web page, and the domain, which no title can fake. */
function showPage(parent, page) {
  const link = linkOf(page);
  const label = page.title.trim() || page.url;
  let title = parent.querySelector(':scope > .title');
  if (title?.localName !== (link ? 'a' : 'span')) {
    title = make(link ? 'a' : 'span', 'title');
    title.dir = 'auto';
    parent.replaceChildren(title, ' ', make('span', 'domain'));
  }
  set(title, label);
  title.title = page.url;
  if (link) {
    title.href = link;
    title.target = '_blank';
    title.rel = 'noopener noreferrer';
  }
  set(parent.lastChild, page.domain);
}

function set(element, value) {
  // An unchanged element must not disturb screen readers and selections.
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

function make(name, className = '') {
  const element = document.createElement(name);
  element.className = className;
  return element;
}

function initials(person) {
  const { firstName, lastName, userId } = person;
  if (HANGUL.test(firstName)) {
    return [...firstName].slice(-2).join('');
  }
  const letters = [firstName, lastName].map((name) => [...name.trim()][0] ?? '').join('');
  return (letters || [...userId].slice(0, 2).join('')).toUpperCase();
}

/** The colour of a person, the same everywhere. */
function hue(userId) {
  let hash = 7;
  for (const letter of userId) {
    hash = (hash * 31 + letter.codePointAt(0)) % 9973;
  }
  return String((hash * 47) % 360);
}
