/** The texts of the page, in each of its languages. */

const WORDS = {
  en: {
    language: 'Language',
    signIn: 'Sign in',
    signOut: 'Sign out',
    demoIntroduction: 'This is a local run with demo users. Who do you want to be?',
    anotherUser: 'Another user id',
    token: 'ID token',
    tokenHint: 'It stays in this tab, and is forgotten when you sign out or close it.',
    signInWithToken: 'Sign in with the token',
    tokenRefused: 'The server does not accept this token, or no longer. Please sign in again.',
    connecting: 'Connecting…',
    open: 'Live',
    openOutdated: 'Connected; the list of friends is on its way…',
    waiting: 'Connection lost. Trying again soon.',
    restarting: 'The server restarts. Trying again soon.',
    seconds: '{n} s',
    closed: 'Not connected',
    origin: 'The server does not let this site connect.',
    tooManyConnections: 'You have too many windows and devices connected.',
    tooManyMessages: 'The server ended the connection: too many messages.',
    messageTooBig: 'The server ended the connection: a message was too big.',
    tryNow: 'Try now',
    asOf: 'As of {time}',
    you: 'You',
    seenOnPage: 'Your friends see the page.',
    seenHidden: 'Your friends see that you are online, but not what you read.',
    seenOffline: 'Your friends see you offline until you share a page or hide it.',
    address: 'Page address',
    title: 'Title',
    share: 'Share page',
    hide: 'Hide activity',
    refused: 'The server did not take that: {message}',
    secondWindow: 'Open another window, for another user',
    friends: 'Friends',
    count: '{n} online',
    noFriends: 'No friends yet.',
    loading: 'Loading…',
    online: 'Online',
    offline: 'Offline',
    activityHidden: 'Activity hidden',
    lastShared: 'Last shared:',
    active: 'Active {ago}',
    activeNow: 'Active just now',
    neverActive: 'Not active lately',
    newsOnPage: '{name} is on {page}',
    newsHidden: '{name} is online, activity hidden',
    newsOffline: '{name} is offline',
  },
  ko: {
    language: '언어',
    signIn: '로그인',
    signOut: '로그아웃',
    demoIntroduction: '데모 사용자가 있는 로컬 실행입니다. 누구로 로그인할까요?',
    anotherUser: '다른 사용자 ID',
    token: 'ID 토큰',
    tokenHint: '이 탭에만 보관되며, 로그아웃하거나 탭을 닫으면 지워집니다.',
    signInWithToken: '토큰으로 로그인',
    tokenRefused: '서버가 이 토큰을 받아들이지 않습니다. 다시 로그인해 주세요.',
    connecting: '연결 중…',
    open: '실시간',
    openOutdated: '연결되었습니다. 친구 목록을 불러오는 중…',
    waiting: '연결이 끊겼습니다. 곧 다시 시도합니다.',
    restarting: '서버가 다시 시작됩니다. 곧 다시 시도합니다.',
    seconds: '{n}초',
    closed: '연결되지 않음',
    origin: '서버가 이 사이트의 연결을 허용하지 않습니다.',
    tooManyConnections: '연결된 창과 기기가 너무 많습니다.',
    tooManyMessages: '메시지가 너무 많아 서버가 연결을 끊었습니다.',
    messageTooBig: '메시지가 너무 커서 서버가 연결을 끊었습니다.',
    tryNow: '지금 시도',
    asOf: '{time} 기준',
    you: '나',
    seenOnPage: '친구들에게 이 페이지가 보입니다.',
    seenHidden: '친구들에게 온라인으로 보이지만 무엇을 보는지는 보이지 않습니다.',
    seenOffline: '페이지를 공유하거나 숨기기 전까지 친구들에게 오프라인으로 보입니다.',
    address: '페이지 주소',
    title: '제목',
    share: '페이지 공유',
    hide: '활동 숨기기',
    refused: '서버가 받아들이지 않았습니다: {message}',
    secondWindow: '다른 사용자로 새 창 열기',
    friends: '친구',
    count: '{n}명 온라인',
    noFriends: '아직 친구가 없습니다.',
    loading: '불러오는 중…',
    online: '온라인',
    offline: '오프라인',
    activityHidden: '활동 숨김',
    lastShared: '마지막 공유:',
    active: '{ago} 활동',
    activeNow: '방금 활동',
    neverActive: '최근 활동 없음',
    newsOnPage: '{name} 님이 {page} 페이지를 보고 있습니다',
    newsHidden: '{name} 님이 온라인입니다 (활동 숨김)',
    newsOffline: '{name} 님이 오프라인입니다',
  },
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let language = 'en';

/** The browser's first language that the page has. */
export function browserLanguage() {
  const wanted = navigator.languages.map((tag) => tag.split('-')[0].toLowerCase());
  return wanted.find((tag) => tag in WORDS) ?? 'en';
}

export function useLanguage(tag) {
  language = tag in WORDS ? tag : 'en';
  document.documentElement.lang = language;
}

export function currentLanguage() {
  return language;
}

/** The text with that name; the values replace the names in braces. */
export function text(name, values = {}) {
  return WORDS[language][name].replace(/\{(\w+)\}/g, (_, value) => values[value]);
}

/** Fills in every element that names a text. */
export function fillIn(root) {
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
  for (const element of root.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text(element.dataset.label));
  }
}

/** "Active 5 minutes ago". */
export function activeAgo(lastActiveAt, now = Date.now()) {
  if (lastActiveAt === null) {
    return text('neverActive');
  }
  const age = now - lastActiveAt;
  if (age < MINUTE) {
    return text('activeNow');
  }
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  const ago =
    age < HOUR
      ? format.format(-Math.floor(age / MINUTE), 'minute')
      : age < DAY
        ? format.format(-Math.floor(age / HOUR), 'hour')
        : format.format(-Math.floor(age / DAY), 'day');
  return text('active', { ago });
}

export function clock(time) {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(time);
}
