/** Shows people as a list. Data of other users is only ever text, or the address of a web link. */

import { isHidden, linkOf } from '../presence-client.js';
import { activeAgo, text } from './words.js';

const HANGUL = /\p{Script=Hangul}/u;

/** In this order. The key is the name of the group's text. */
const GROUPS = ['favourites', 'online', 'hidden', 'offline'];

const names = new Intl.Collator();

/** A Korean name has the family name first and no space, in every language of the page. */
export function nameOf({ userId, firstName, lastName }) {
  const korean = HANGUL.test(firstName + lastName);
  const name = korean ? `${lastName}${firstName}` : `${firstName} ${lastName}`;
  return name.trim() || userId;
}

export function statusOf(person) {
  return !person.online ? 'offline' : isHidden(person) ? 'hidden' : 'online';
}

/** The one-line status of a person. */
export function newsOf(person) {
  const name = nameOf(person);
  switch (statusOf(person)) {
    case 'offline':
      return text('newsOffline', { name });
    case 'hidden':
      return text('newsHidden', { name });
    default:
      return text('newsOnPage', { name, page: person.page.title || person.page.domain });
  }
}

/**
 * A list of people, in groups or in one. A person who stays keeps the element, and so the focus.
 * While the pointer is over a list in groups, no row changes its place.
 */
export class PeopleList {
  #items = new Map();
  #lists = new Map();
  #counts = new Map();
  #options;
  #query = '';
  #held = false;
  #untidy = false;

  /**
   * @param options `grouped`; `isSelf` if the list shows the user; `marks(userId)`, the names of the
   *     person's marks, such as `favourite`; `menu(person, button)`, called for the options of a
   *     person; `images`, the base URL of the profile images
   */
  constructor(element, options = {}) {
    this.#options = options;
    if (!options.grouped) {
      this.#lists.set('all', element);
      return;
    }
    for (const group of GROUPS) {
      const section = make('section', 'group');
      const heading = make('h3');
      const title = make('span');
      title.dataset.text = group;
      title.textContent = text(group);
      this.#counts.set(group, make('span', 'count'));
      heading.append(title, ' ', this.#counts.get(group));
      this.#lists.set(group, make('ul', 'people'));
      section.append(heading, this.#lists.get(group));
      section.hidden = true;
      element.append(section);
    }
    element.addEventListener('pointerenter', ({ pointerType }) => {
      this.#held = pointerType === 'mouse';
    });
    element.addEventListener('pointerleave', () => {
      this.#held = false;
      this.#tidy();
    });
  }

  /** People may be listed already when the address is known. */
  set images(base) {
    this.#options.images = base;
    this.refresh();
  }

  show(people) {
    const gone = new Set(this.#items.keys());
    for (const person of people) {
      gone.delete(person.userId);
      let item = this.#items.get(person.userId);
      if (!item) {
        item = new Item(this.#options);
        this.#items.set(person.userId, item);
        if (this.#held) {
          this.#lists.get(this.#groupOf(person)).append(item.element);
        }
        this.#untidy = true;
      }
      if (item.person !== person) {
        this.#untidy ||= rankOf(item.person) !== rankOf(person);
        item.show(person);
      }
    }
    for (const userId of gone) {
      this.#items.get(userId).element.remove();
      this.#items.delete(userId);
    }
    this.#tidy();
  }

  /** Shows only the people whose name, page or domain contains the text. Returns their number. */
  search(query) {
    this.#query = query.trim().toLocaleLowerCase();
    return this.#showGroups();
  }

  /** Renders again after time passed, or the language or a mark changed. */
  refresh() {
    this.#items.forEach((item) => item.show());
    this.#untidy = true;
    this.#tidy();
  }

  #tidy() {
    if (this.#untidy && !this.#held) {
      this.#untidy = false;
      const sorted = inOrder([...this.#items.values()].map(({ person }) => person));
      const groups = Map.groupBy(sorted, (person) => this.#groupOf(person));
      for (const [group, list] of this.#lists) {
        this.#arrange(list, group, groups.get(group) ?? []);
      }
    }
    this.#showGroups();
  }

  #arrange(list, group, people) {
    const belongsElsewhere = ({ dataset }) =>
      this.#groupOf(this.#items.get(dataset.user).person) !== group;
    let next = list.firstElementChild;
    for (const { userId } of people) {
      while (next && belongsElsewhere(next)) {
        next = next.nextElementSibling; // moved when its own group is arranged
      }
      const { element } = this.#items.get(userId);
      if (element === next) {
        next = next.nextElementSibling;
      } else {
        insert(list, element, next);
      }
    }
  }

  #groupOf(person) {
    if (!this.#options.grouped) {
      return 'all';
    }
    return this.#options.marks?.(person.userId).includes('favourite')
      ? 'favourites'
      : statusOf(person);
  }

  #showGroups() {
    let found = 0;
    const visible = new Map();
    for (const item of this.#items.values()) {
      item.element.hidden = this.#query !== '' && !item.matches(this.#query);
      if (!item.element.hidden) {
        found++;
        const list = item.element.parentElement;
        visible.set(list, (visible.get(list) ?? 0) + 1);
      }
    }
    for (const [group, count] of this.#counts) {
      const list = this.#lists.get(group);
      list.parentElement.hidden = !visible.has(list);
      set(count, String(visible.get(list) ?? 0));
    }
    return found;
  }
}

/** Online people first, by name; then offline ones, the latest first. */
function inOrder(people) {
  const byName = (one, other) => names.compare(nameOf(one), nameOf(other));
  return people.sort((one, other) => {
    const later = one.online || other.online ? 0 : (other.lastActiveAt ?? 0) - (one.lastActiveAt ?? 0);
    return other.online - one.online || later || byName(one, other);
  });
}

/** All that decides the place of a person. */
function rankOf(person) {
  return person && `${statusOf(person)} ${person.online || person.lastActiveAt} ${nameOf(person)}`;
}

function insert(list, element, before) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(element, before);
  focused?.focus({ preventScroll: true });
}

class Item {
  element = make('li', 'person');
  person = null;
  #options;
  #avatar = make('span', 'avatar');
  #initials = make('span');
  #summary = make('p', 'unseen');
  #name = make('bdi');
  #status = make('span', 'status');
  #marks = make('span', 'marks');
  #where = make('p', 'where');
  #note = make('p', 'note');
  #more = null;

  constructor(options) {
    this.#options = options;
    this.#avatar.append(this.#initials, make('span', 'dot'));
    const name = make('p', 'name');
    name.append(this.#name, ' ', this.#status, ' ', this.#marks);
    // A screen reader reads the summary instead, which is one sentence.
    this.#avatar.setAttribute('aria-hidden', 'true');
    name.setAttribute('aria-hidden', 'true');
    const body = make('div', 'body');
    body.append(this.#summary, name, this.#where, this.#note);
    this.element.append(this.#avatar, body);
    if (options.menu) {
      this.#more = make('button', 'more');
      this.#more.type = 'button';
      this.#more.textContent = '⋯';
      this.#more.setAttribute('aria-haspopup', 'true');
      this.#more.addEventListener('click', () => options.menu(this.person, this.#more));
      this.element.append(this.#more);
    }
  }

  matches(query) {
    const { page, userId } = this.person;
    return [nameOf(this.person), userId, page?.title ?? '', page?.domain ?? '']
      .some((part) => part.toLocaleLowerCase().includes(query));
  }

  show(person = this.person) {
    this.person = person;
    const status = statusOf(person);
    const marks = this.#options.marks?.(person.userId) ?? [];
    this.element.dataset.status = status;
    this.element.dataset.user = person.userId;
    this.element.classList.toggle('muted', marks.includes('mute'));
    this.#avatar.style.setProperty('--hue', hue(person.userId));
    this.#showAvatar(person);
    set(this.#name, nameOf(person));
    set(this.#status, this.#statusText(person));
    set(this.#marks, marks.map((mark) => text(`${mark}Mark`)).join(' '));
    set(this.#summary, this.#options.isSelf ? nameOf(person) : `${newsOf(person)}.`);
    this.#more?.setAttribute('aria-label', text('optionsFor', { name: nameOf(person) }));
    if (status === 'online') {
      showPage(this.#where, person.page);
      this.#note.replaceChildren();
    } else if (status === 'hidden') {
      set(this.#where, text('activityHidden'));
      this.#showLatest(person.latestPage);
    } else {
      set(this.#where, this.#options.isSelf ? '' : activeAgo(person.lastActiveAt));
      this.#note.replaceChildren();
    }
  }

  #statusText(person) {
    if (!person.online) {
      return text(this.#options.isSelf ? 'notShared' : 'offline');
    }
    return text('online');
  }

  #showAvatar(person) {
    set(this.#initials, initials(person));
    const { images } = this.#options;
    if (images && person.imageExtension && !this.#avatar.querySelector('img')) {
      const image = make('img');
      image.alt = '';
      image.loading = 'lazy';
      image.referrerPolicy = 'no-referrer';
      image.src = images + encodeURIComponent(`${person.userId}.${person.imageExtension}`);
      image.addEventListener('error', () => image.remove());
      this.#avatar.append(image);
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

/**
 * The title, as a link if it is a web page, and the domain, which no title can fake. The icon is a
 * letter: the site's own would tell a third party what friends read.
 */
export function showPage(parent, page) {
  const link = linkOf(page);
  const label = page.title.trim() || page.url;
  let title = parent.querySelector(':scope > .title');
  if (title?.localName !== (link ? 'a' : 'span')) {
    title = make(link ? 'a' : 'span', 'title');
    title.dir = 'auto';
    const site = make('span', 'site');
    site.setAttribute('aria-hidden', 'true');
    parent.replaceChildren(site, title, ' ', make('span', 'domain'));
  }
  parent.firstChild.dataset.letter = page.domain ? [...page.domain][0].toUpperCase() : '';
  parent.firstChild.style.setProperty('--hue', hue(page.domain));
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

/** The colour of a person or a site, the same everywhere. */
function hue(id) {
  let hash = 7;
  for (const letter of id) {
    hash = (hash * 31 + letter.codePointAt(0)) % 9973;
  }
  return String((hash * 47) % 360);
}
