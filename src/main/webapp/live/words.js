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
    origin:
      'The server does not let pages of {origin} connect. Its operator can allow that with CLIENT_URL.',
    tooManyConnections: 'You have too many windows and devices connected.',
    tooManyMessages: 'The server ended the connection: too many messages.',
    disconnected: 'You or an operator ended this connection.',
    messageTooBig: 'The server ended the connection: a message was too big.',
    tryNow: 'Try now',
    asOf: 'As of {time}',
    you: 'You',
    seenOnPage: 'Your friends see the page.',
    seenHidden: 'Your friends see that you are online, but not what you read.',
    seenOffline: 'Your friends see you offline until you share a page or hide it.',
    seenInvisible: 'You are invisible: your friends see you offline, whatever you share.',
    invisible: 'Appear offline to friends',
    queuedInvisible: 'Waiting to be sent: appear offline. New pages wait as well.',
    queuedVisible: 'Waiting to be sent: be visible again',
    invisibleUnavailable:
      'This server cannot make you invisible. Until you turn it off, nothing new is shared.',
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
    signInHosted: 'Sign in at the sign-in page',
    orToken: 'Or use an ID token',
    signInFailed: 'The sign-in did not succeed. Please try again.',
    signInAgain: 'Your sign-in has expired. Please sign in again.',
    oldLink:
      'This link is from an earlier run of the server. The current run prints a new one; signing in here works as well.',
    issuerDown: 'The sign-in service at {issuer} does not answer. Trying again soon.',
    noTokenFor: 'The sign-in service gives no token for “{user}”. Please check the user id.',
    noToken: 'There is no fresh token: the sign-in service does not answer. Trying again soon.',
    tokenNone: 'This is not an ID token: a token has three parts, separated by dots.',
    tokenAccess: 'This is an access token. Please use the ID token.',
    tokenIssuer: 'This token comes from {issuer}, but the server trusts {trusted}.',
    tokenExpired: 'This token has expired. Please get a new one.',
    unknownUser:
      'The server knows no user “{user}”, so there are no friends to show. Please check the user id.',
    browserOffline: 'This device is offline. The page reconnects when the network is back.',
    unreachable: 'The server does not answer. Trying again soon.',
    notFound: 'There is no Presence API at this address. Trying again soon.',
    busy: 'The server is busy. Trying again soon.',
    notShared: 'Not shared yet',
    seenDisconnected: 'You are not connected. After a few seconds your friends see you offline.',
    queuedPage: 'Waiting to be sent: {page}',
    queuedHidden: 'Waiting to be sent: hide your activity',
    preview: 'Your friends will see',
    previewInvisible: 'When you are visible again, your friends will see',
    addressSpaces: 'An address contains no spaces.',
    addressScheme: 'Only addresses that begin with http: or https: can be shared.',
    addressBroken: 'This is not a complete address. Example: example.com/page',
    addressIncomplete: 'The address is not complete yet. Example: example.com/page',
    addressLong: 'This address is too long to be shared.',
    addressPassword: 'The user name and the password are removed.',
    addressQuery: 'Your friends also see the part after ? or #.',
    addressLocal: 'This address works on your own machine only.',
    addressHidden:
      'The rules of your account hide this page: friends see that you are online, but not the page.',
    rulesAllow: 'Your account shares only pages of: {sites}',
    rulesDeny: 'Your account shares all pages but those of: {sites}',
    rulesNothing: 'Your account shares no pages: its allow list is empty.',
    pause: 'Pause for an hour',
    paused: 'Sharing is paused until {time}.',
    resume: 'Share again',
    favourites: 'Favourites',
    hidden: 'Activity hidden',
    search: 'Search friends',
    found: '{n} of {all} friends',
    optionsFor: 'Options for {name}',
    copyLink: 'Copy link',
    copied: 'The link is copied',
    favourite: 'Favourite',
    notify: 'Notify me when online',
    mute: 'Mute',
    favouriteMark: '★',
    notifyMark: '🔔',
    muteMark: '🔕',
    notificationsRefused: 'The browser does not allow notifications for this page',
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
    origin:
      '서버가 {origin} 페이지의 연결을 허용하지 않습니다. 운영자가 CLIENT_URL로 허용할 수 있습니다.',
    tooManyConnections: '연결된 창과 기기가 너무 많습니다.',
    tooManyMessages: '메시지가 너무 많아 서버가 연결을 끊었습니다.',
    disconnected: '사용자 본인이나 운영자가 이 연결을 종료했습니다.',
    messageTooBig: '메시지가 너무 커서 서버가 연결을 끊었습니다.',
    tryNow: '지금 시도',
    asOf: '{time} 기준',
    you: '나',
    seenOnPage: '친구들에게 이 페이지가 보입니다.',
    seenHidden: '친구들에게 온라인으로 보이지만 무엇을 보는지는 보이지 않습니다.',
    seenOffline: '페이지를 공유하거나 숨기기 전까지 친구들에게 오프라인으로 보입니다.',
    seenInvisible: '무엇을 공유하든 친구들에게 오프라인으로 보입니다.',
    invisible: '친구들에게 오프라인으로 표시',
    queuedInvisible: '전송 대기 중: 오프라인으로 표시. 새 페이지도 함께 기다립니다.',
    queuedVisible: '전송 대기 중: 다시 표시',
    invisibleUnavailable:
      '이 서버에서는 오프라인으로 표시할 수 없습니다. 끄기 전까지 새로운 내용은 공유되지 않습니다.',
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
    signInHosted: '로그인 페이지에서 로그인',
    orToken: '또는 ID 토큰 사용',
    signInFailed: '로그인하지 못했습니다. 다시 시도해 주세요.',
    signInAgain: '로그인이 만료되었습니다. 다시 로그인해 주세요.',
    oldLink: '이전에 실행한 서버의 링크입니다. 지금 실행 중인 서버가 새 링크를 출력합니다. 여기서 로그인해도 됩니다.',
    issuerDown: '로그인 서비스({issuer})가 응답하지 않습니다. 곧 다시 시도합니다.',
    noTokenFor: '로그인 서비스가 “{user}” 사용자의 토큰을 주지 않습니다. 사용자 ID를 확인해 주세요.',
    noToken: '로그인 서비스가 응답하지 않아 새 토큰이 없습니다. 곧 다시 시도합니다.',
    tokenNone: 'ID 토큰이 아닙니다. 토큰은 점으로 구분된 세 부분으로 되어 있습니다.',
    tokenAccess: '액세스 토큰입니다. ID 토큰을 사용해 주세요.',
    tokenIssuer: '이 토큰은 {issuer}에서 발급되었지만, 서버는 {trusted}만 신뢰합니다.',
    tokenExpired: '만료된 토큰입니다. 새 토큰을 받아 주세요.',
    unknownUser: '서버에 “{user}” 사용자가 없어 표시할 친구가 없습니다. 사용자 ID를 확인해 주세요.',
    browserOffline: '이 기기가 오프라인입니다. 네트워크가 돌아오면 다시 연결합니다.',
    unreachable: '서버가 응답하지 않습니다. 곧 다시 시도합니다.',
    notFound: '이 주소에는 Presence API가 없습니다. 곧 다시 시도합니다.',
    busy: '서버가 바쁩니다. 곧 다시 시도합니다.',
    notShared: '아직 공유하지 않음',
    seenDisconnected: '연결되어 있지 않습니다. 몇 초 뒤 친구들에게 오프라인으로 보입니다.',
    queuedPage: '전송 대기 중: {page}',
    queuedHidden: '전송 대기 중: 활동 숨기기',
    preview: '친구들에게 보일 내용',
    previewInvisible: '오프라인 표시를 끄면 친구들에게 보일 내용',
    addressSpaces: '주소에는 공백을 넣을 수 없습니다.',
    addressScheme: 'http: 또는 https:로 시작하는 주소만 공유할 수 있습니다.',
    addressBroken: '올바른 주소가 아닙니다. 예: example.com/page',
    addressIncomplete: '주소가 아직 완전하지 않습니다. 예: example.com/page',
    addressLong: '주소가 너무 길어 공유할 수 없습니다.',
    addressPassword: '사용자 이름과 비밀번호는 제거됩니다.',
    addressQuery: '? 또는 # 뒤의 내용도 친구들에게 보입니다.',
    addressLocal: '이 주소는 내 컴퓨터에서만 열립니다.',
    addressHidden:
      '계정의 규칙에 따라 이 페이지는 숨겨집니다. 친구들에게는 온라인이라는 것만 보입니다.',
    rulesAllow: '계정이 공유하는 사이트: {sites}',
    rulesDeny: '계정이 공유하지 않는 사이트: {sites}',
    rulesNothing: '허용 목록이 비어 있어 어떤 페이지도 공유하지 않습니다.',
    pause: '1시간 동안 중지',
    paused: '{time}까지 공유를 중지했습니다.',
    resume: '다시 공유',
    favourites: '즐겨찾기',
    hidden: '활동 숨김',
    search: '친구 검색',
    found: '친구 {all}명 중 {n}명',
    optionsFor: '{name} 님 옵션',
    copyLink: '링크 복사',
    copied: '링크를 복사했습니다',
    favourite: '즐겨찾기',
    notify: '온라인이 되면 알림',
    mute: '알림 끄기',
    favouriteMark: '★',
    notifyMark: '🔔',
    muteMark: '🔕',
    notificationsRefused: '브라우저가 이 페이지의 알림을 허용하지 않습니다',
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

/** Adds the texts of another page, in the same languages. */
export function addWords(more) {
  Object.entries(more).forEach(([tag, texts]) => Object.assign(WORDS[tag], texts));
}

export function useLanguage(tag) {
  language = tag in WORDS ? tag : 'en';
  document.documentElement.lang = language;
}

export function currentLanguage() {
  return language;
}

/** The text with that name, undefined if there is none; the values replace the names in braces. */
export function text(name, values = {}) {
  return WORDS[language][name]?.replace(/\{(\w+)\}/g, (_, value) => values[value]);
}

/** The text for a number, in the language's form for it: "1 open connection". */
export function count(name, n) {
  const form = new Intl.PluralRules(language).select(n);
  const number = new Intl.NumberFormat(language).format(n);
  return text(`${name}/${form}`, { n: number }) ?? text(`${name}/other`, { n: number });
}

/** Fills in every element that names a text. */
export function fillIn(root) {
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
  for (const element of root.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text(element.dataset.label));
  }
  for (const element of root.querySelectorAll('[data-placeholder]')) {
    element.placeholder = text(element.dataset.placeholder);
  }
}

/** "5 minutes ago", or "12 seconds ago" for less than a minute. */
export function ago(time, now = Date.now()) {
  const age = Math.max(0, now - time);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const units = [[DAY, 'day'], [HOUR, 'hour'], [MINUTE, 'minute'], [1_000, 'second']];
  const [length, unit] = units.find(([least]) => age >= least) ?? units.at(-1);
  return format.format(-Math.floor(age / length), unit);
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
