-- Precedes every script of this folder: names the keys, and has the shared functions.

-- ScriptText replaces names by positions when the application starts:
-- key('status')      one of the keys, which are all in one partition
-- argument('user')   an argument
-- first('users')     the position in ARGV of the first item of a list; #ARGV is the last one

-- hash: user -> connection; the newest one if there are several
local user_connection = key('user_connection')
-- hash: connection -> user
local connection_user = key('connection_user')
-- sorted set: user, scored by last activity in milliseconds
local status = key('status')
-- hash: user -> JSON of the current page
local page = key('page')
-- hash: user -> JSON of the last page that was shown
local latest_page = key('latest_page')
-- hash: user -> all connections, if there are several
local connections = key('connections')
-- hash: user who is shown -> version of the last event, and when its page was reported:
-- "version reported prompt", or "version reported" if that was delayed or a hide
local versions = key('versions')
-- string: no version of a user who is not shown is greater
local last_version = key('last_version')
-- sorted set: user to be published offline, scored by claim time
local claims = key('claims')
-- sorted set: user in a grace period, scored by its end in milliseconds
local parting = key('parting')
-- set: user in a grace period whose client closed the last connection, so that no page is kept
local leaving = key('leaving')
-- prefix of strings: user -> JSON of the pages that can be restored
local vanished = key('vanished')
-- hash: user -> nodes that are subscribed to the user
local watchers = key('watchers')
-- prefix of streams and channels: node -> events for its connections, see publish
local inbox = key('inbox')
-- sorted set: node, scored by the end of its lease in milliseconds
local nodes = key('nodes')
-- sorted set: user, scored by last activity before going offline
local last_active = key('last_active')
-- hash: connection of a user with several -> report, see report_of
local reports = key('reports')
-- hash: user with several connections -> those in grace periods
local broken = key('broken')
-- sorted set: user, scored by the last hide in microseconds
local hides = key('hides')
-- prefix of lists: user -> the latest transitions, newest first, see note
local transitions = key('transitions')
-- hash: connection -> when it opened in milliseconds, and its client: "opened client"
local opened = key('opened')
-- hash: connection -> when its client last sent a message, in milliseconds
local heard = key('heard')
-- prefix of hashes: node -> figures about the node, by their names
local figures = key('figures')
-- sorted set: user, scored by the version of the last event that showed the user offline
local offline = key('offline')
-- prefix of streams: user -> the items of the history, see remember
local histories = key('histories')
-- sorted set: node whose release records in offline when users go offline, scored as in nodes
local recording_nodes = key('recording_nodes')
-- string: time in microseconds before which no client can resume; that of the first partition counts
local resume_limit = key('resume_limit')
-- hash: user who chose who sees the user -> "version nobody" or "version friends"
local visibilities = key('visibilities')
-- prefix of status, page and latest_page of invisible users, see look_at
local own = key('own')

-- The keys that friends see.
local PUBLIC = {status = status, page = page, latest_page = latest_page}
local OWN = {status = own .. 'status', page = own .. 'page', latest_page = own .. 'latest_page'}

-- A node reads its inbox within milliseconds, or it is dead.
local INBOX_LENGTH = 100000
local INBOX_BYTES = 64 * 1024 * 1024
local INBOX_SECONDS = 60

-- Both a call to Redis and unpack accept a limited number of arguments.
local CHUNK = 1000

-- The transitions of a user are bounded in number and in time, since most are never read.
local TRANSITIONS = 50
local TRANSITION_SECONDS = 3 * 24 * 60 * 60

-- The history of a user is bounded in number. Redis removes whole blocks, so some more are kept.
local HISTORY_ITEMS = 1000

local NO_PAGE = '{"url":"","title":""}'

-- Publishes to all nodes that are subscribed to a user, the calling one included.
local ANY_NODE = ''

local time = redis.call('TIME')
local now_micros = time[1] * 1000000 + time[2]
local now = math.floor(now_micros / 1000)

-- A node stops waiting for a call after 1.5 seconds and sends the next one. If Redis was paused and
-- finds the call later, it must not run any more: it could undo calls that the node has made since.
local MAX_DELAY_MICROS = 1200000
local sent = tonumber(argument('sent')) -- microseconds of Redis; 0 if unknown
if sent > 0 and now_micros - sent > MAX_DELAY_MICROS then
  return redis.error_reply('LATE the call was sent too long ago')
end

-- A report older than this is delayed: it is ordered by when the node received it. Newer reports
-- are ordered by when they arrive, which needs no agreement about clocks.
local PROMPT_MICROS = 250000

-- Nodes agree about the time of a report to within this limit.
local CLOCK_ERROR_MICROS = 20000

local function integer(number)
  return string.format('%.0f', number)
end

-- Records a transition of a user: "time type reason code connection". The reason must not contain
-- what a user may hide, such as a url. The same transition again only gets the new time, so that a
-- user who often hides the activity does not lose the other transitions.
local function note(user, kind, reason, connection, code)
  local list = transitions .. user
  local what = kind .. ' ' .. reason .. ' ' .. (code or '0') .. ' ' .. (connection or '-')
  local newest = redis.call('LINDEX', list, 0)
  if newest and string.match(newest, '^%d+ (.*)$') == what then
    redis.call('LSET', list, 0, integer(now) .. ' ' .. what)
  else
    redis.call('LPUSH', list, integer(now) .. ' ' .. what)
    redis.call('LTRIM', list, 0, TRANSITIONS - 1)
  end
  redis.call('EXPIRE', list, TRANSITION_SECONDS)
end

-- Whether the user in question is invisible: set by look_at.
local invisible = false

-- Whether the user in question ever chose who sees the user: set by look_at and is_invisible.
local has_chosen = false

-- Keeps an item of the history of a user, if users have one: for how many milliseconds says history.
-- The page has passed the sharing rules; empty if the item has none. Nothing is kept of an invisible user.
local function remember(user, history, kind, item_page, connection)
  if history == 0 or invisible then
    return
  end
  local stream = histories .. user
  redis.call('XADD', stream, 'MAXLEN', '~', HISTORY_ITEMS, '*',
    'timestamp', integer(now), 'type', kind, 'page', item_page, 'connection', connection or '')
  redis.call('XTRIM', stream, 'MINID', '~', integer(now - history))
  redis.call('PEXPIRE', stream, integer(history))
end

-- Records since when a connection is open, and its client.
local function describe(connection, since, client)
  redis.call('HSET', opened, connection, integer(since) .. ' ' .. client)
end

-- Removes a connection, but not its report. Returns whether it was recorded.
local function erase(connection)
  redis.call('HDEL', opened, connection)
  redis.call('HDEL', heard, connection)
  return redis.call('HDEL', connection_user, connection) == 1
end

-- Returns the version of the last event about a user who is shown, and when its page was reported:
-- the second value if the report was delayed or hid the page, the third one if it was a prompt one.
-- A time is nil if it is unknown.
local function last_event(user)
  local version, reported, prompt =
    string.match(redis.call('HGET', versions, user) or '', '^(%d+) ?(%d*)( ?%a*)$')
  if prompt == ' prompt' then
    return version, nil, tonumber(reported)
  end
  return version, tonumber(reported)
end

-- Returns the time in microseconds since the epoch, but always more than the user's versions
-- before.
--
-- The caller passes the last version if it knows it.
local function next_version(user, last)
  last = last or last_event(user) or redis.call('GET', last_version) or 0
  return integer(math.max(now_micros, tonumber(last) + 1))
end

-- Makes sure that a user who is not shown now never gets the same version twice.
local function raise_last_version(version)
  if tonumber(version) > tonumber(redis.call('GET', last_version) or 0) then
    redis.call('SET', last_version, version)
  end
end

local function words(text)
  local list = {}
  for word in string.gmatch(text, '%S+') do
    list[#list + 1] = word
  end
  return list
end

local function has_word(text, word)
  return string.find(' ' .. text .. ' ', ' ' .. word .. ' ', 1, true) ~= nil
end

local function without(list, item)
  local rest = {}
  for _, other in ipairs(list) do
    if other ~= item then
      rest[#rest + 1] = other
    end
  end
  return rest
end

-- Returns all connections of a user, oldest first.
local function connections_of(user)
  local all = redis.call('HGET', connections, user)
  if all then
    return words(all)
  end
  return {redis.call('HGET', user_connection, user) or nil}
end

local function set_connections(user, list)
  if #list > 0 then
    redis.call('HSET', user_connection, user, list[#list])
  else
    redis.call('HDEL', user_connection, user)
  end
  if #list > 1 then
    redis.call('HSET', connections, user, table.concat(list, ' '))
  else
    redis.call('HDEL', connections, user)
  end
end

local function broken_of(user)
  return words(redis.call('HGET', broken, user) or '')
end

local function set_broken(user, list)
  if #list > 0 then
    redis.call('HSET', broken, user, table.concat(list, ' '))
  else
    redis.call('HDEL', broken, user)
  end
end

-- Returns when a connection reported its last page, in microseconds, and that page. If it has not
-- reported yet, returns when it opened, and nil. A user with several connections, broken ones
-- included, has such a report for each of them. With a single connection the report is the user's
-- page.
local function report_of(connection)
  local when, shown = string.match(redis.call('HGET', reports, connection) or '0', '^(%d+) ?(.*)$')
  return tonumber(when), shown ~= '' and shown or nil
end

-- Returns the time and the page of the latest report of the connections, and its connection.
local function latest_report(list)
  local latest, latest_when, latest_page
  for _, connection in ipairs(list) do
    local when, shown = report_of(connection)
    if shown and (not latest or when > latest_when) then
      latest, latest_when, latest_page = connection, when, shown
    end
  end
  return latest_when, latest_page, latest
end

-- Removes the report of a user's only connection.
local function forget_single_report(user, list, gone)
  if #list + #gone == 1 then
    redis.call('HDEL', reports, list[1] or gone[1])
    set_broken(user, {})
  end
end

-- Returns whether the client closed the last connection of the user.
local function end_grace_period(user)
  redis.call('ZREM', parting, user)
  return redis.call('SREM', leaving, user) == 1
end

-- Adds a connection that is not recorded yet. It takes over the report of a broken one, if there is
-- one.
local function add(user, connection)
  local list = connections_of(user)
  local gone = broken_of(user)
  local report
  if #gone > 0 then
    local _, _, latest = latest_report(gone)
    local before = latest or gone[1]
    report = redis.call('HGET', reports, before)
    redis.call('HDEL', reports, before)
    gone = without(gone, before)
    set_broken(user, gone)
  elseif #list == 1 then
    local shown = redis.call('HGET', page, user)
    local version, reported, prompt = last_event(user)
    local when = integer(reported or prompt or version or 0)
    redis.call('HSET', reports, list[1], shown and when .. ' ' .. shown or '0')
  end
  list[#list + 1] = connection
  set_connections(user, list)
  if #gone == 0 then
    end_grace_period(user)
  end
  if #list + #gone > 1 then
    redis.call('HSET', reports, connection, report or integer(now_micros))
  end
end

-- Makes sure that a connection is recorded, and records its user's activity. If the connection was
-- not recorded, notes the given transition.
local function touch(user, connection, kind, reason)
  if redis.call('HSETNX', connection_user, connection, user) == 1 then
    add(user, connection)
    note(user, kind, reason, connection)
  end
  redis.call('HSET', heard, connection, now)
  redis.call('ZADD', status, now, user)
end

-- Removes a user from every key, except for the times of the last activity and the last hide, and
-- the visibility. Friends do not learn when an invisible user was active.
-- Returns the connections that the user had.
local function remove(user)
  local list = connections_of(user)
  local gone = broken_of(user)
  for _, connection in ipairs(list) do
    erase(connection)
    redis.call('HDEL', reports, connection)
  end
  for _, connection in ipairs(gone) do
    redis.call('HDEL', reports, connection)
  end
  set_connections(user, {})
  set_broken(user, {})
  local active = redis.call('ZSCORE', status, user)
  if active and not invisible then
    redis.call('ZADD', last_active, active, user)
  end
  redis.call('ZREM', status, user)
  end_grace_period(user)
  redis.call('HDEL', page, user)
  redis.call('HDEL', latest_page, user)
  local version = last_event(user)
  if version then
    raise_last_version(version)
    redis.call('HDEL', versions, user)
  end
  return list
end

-- Keeps the pages of a user who may come back in time.
local function keep(user, milliseconds)
  local shown = redis.call('HGET', page, user)
  if shown then
    local kept = cjson.encode({shown, redis.call('HGET', latest_page, user) or nil})
    redis.call('SET', vanished .. user, kept, 'PX', milliseconds)
  end
end

-- Returns members of a sorted set with a score below the given one.
local function scored_below(key, score, limit)
  return redis.call('ZRANGEBYSCORE', key, '-inf', '(' .. integer(score), 'LIMIT', 0, limit)
end

-- Returns whether a node's lease has expired, and the node is not reaped yet.
local function is_dead(node)
  local ended = redis.call('ZSCORE', nodes, node)
  return ended and tonumber(ended) < now
end

local function node_of(connection)
  return string.match(connection, '^([^-]+)-%d+$')
end

-- Publishes a message to the channel of a node. Returns how many subscriptions get it: 0 if the node
-- is not subscribed, and if this Redis has no sharded channels or the caller may not use them.
local function send(node, message)
  local command = 'PUBLISH'
  if string.find(inbox, '{', 1, true) then
    -- Redis Cluster would forward PUBLISH to all its members. Redis before 7 has neither of both.
    command = redis.REDIS_VERSION_NUM and 'SPUBLISH'
  end
  local received = command and redis.pcall(command, inbox .. node, message)
  return type(received) == 'number' and received or 0
end

-- Appends an entry to a node's inbox. The larger the entry, the fewer entries are kept, so the
-- bytes of the inbox are bounded. A node notices if entries were trimmed that it has not read.
-- Returns false if the node has no lease and is not waiting for events any more.
--
-- A node that renews its lease also extends the life of its inbox, and the inbox ends with the
-- lease. So only a node without an inbox has to be looked up.
local function post(node, ...)
  local key = inbox .. node
  local bytes = 0
  for _, field in ipairs({...}) do
    bytes = bytes + #field
  end
  local length = math.min(INBOX_LENGTH, math.floor(INBOX_BYTES / bytes))
  if redis.call('XADD', key, 'NOMKSTREAM', 'MAXLEN', '~', length, '*', ...) then
    return true
  end
  if not redis.call('ZSCORE', nodes, node) then
    return false
  end
  redis.call('XADD', key, '*', ...)
  redis.call('EXPIRE', key, INBOX_SECONDS)
  return true
end

-- Ends the subscription of a node to a user.
local function unwatch(user, node, list)
  local rest = without(words(list), node)
  if #rest > 0 then
    redis.call('HSET', watchers, user, table.concat(rest, ' '))
  else
    redis.call('HDEL', watchers, user)
  end
end

-- Publishes an event about an invisible user to the other nodes with connections of the user: by
-- their streams, since a node cannot read again what it missed.
local function publish_own(node, user, ...)
  local done = {[node] = true}
  for _, connection in ipairs(connections_of(user)) do
    local other = node_of(connection)
    if other and not done[other] and redis.call('ZSCORE', nodes, other) then
      post(other, 'user', user, ...)
    end
    done[other or node] = true
  end
end

-- Publishes an event about a user to each other node that is subscribed to the user: by its channel,
-- or by its stream if no connection is subscribed to the channel.
--
-- A channel and a stream keep no common order. That does no harm if each event replaces all earlier
-- ones. But for a user who ever chose who sees the user, some events are for friends and some for the
-- user only. So all events of such a user go by the streams.
local function publish(node, user, ...)
  local list = redis.call('HGET', watchers, user)
  if not list or list == node then
    return
  end
  local message = not has_chosen and table.concat({'user', user, ...}, '\0')
  for _, other in ipairs(words(list)) do
    if other ~= node
        and not (message and send(other, message) > 0)
        and not post(other, 'user', user, ...) then
      unwatch(user, other, redis.call('HGET', watchers, user))
    end
  end
end

-- Publishes that a user is offline, to friends only if so said. Returns {version, last activity in
-- milliseconds}, with '0' if the last activity is unknown, and 'friends' if only they get it.
local function publish_timeout(node, user, to)
  local version = next_version(user)
  raise_last_version(version)
  redis.call('ZADD', offline, version, user)
  local active = redis.call('ZSCORE', last_active, user) or '0'
  publish(node, user, 'type', 'timeout', 'version', version, 'active', active, unpack(to and {'to', to} or {}))
  return {version, active, to}
end

-- Chooses keys for status and pages: those that friends see, or a user's own.
local function use(keys)
  invisible = keys == OWN
  status, page, latest_page = keys.status, keys.page, keys.latest_page
end

local function is_invisible(user)
  local chosen = redis.call('HGET', visibilities, user)
  has_chosen = chosen and true
  return chosen and string.find(chosen, 'nobody', 1, true) ~= nil
end

-- Moves status and pages of a user to other keys.
local function move(user, from, to)
  local active = redis.call('ZSCORE', from.status, user)
  if active then
    redis.call('ZADD', to.status, active, user)
    redis.call('ZREM', from.status, user)
  end
  for _, name in ipairs({'page', 'latest_page'}) do
    local shown = redis.call('HGET', from[name], user)
    if shown then
      redis.call('HSET', to[name], user, shown)
      redis.call('HDEL', from[name], user)
    end
  end
end

-- Makes a user invisible. Friends see the user offline, as if the last connection had been closed.
-- Returns the event for them, or nil if they saw the user offline before.
local function conceal(node, user, version)
  redis.call('HSET', visibilities, user, version .. ' nobody')
  has_chosen = true
  local active = redis.call('ZSCORE', PUBLIC.status, user)
  local event
  if active then
    redis.call('ZADD', last_active, active, user)
    event = publish_timeout(node, user, 'friends')
    move(user, PUBLIC, OWN)
  end
  use(OWN)
  return event
end

-- Chooses the keys of a user, before anything else reads or writes them. Status and pages of an
-- invisible user are in keys of their own, so nothing that friends see depends on them.
--
-- The caller passes since which version its node knows that the user is invisible, 0 if it does not,
-- in case that Redis lost it.
local function look_at(user, known)
  local chosen = redis.call('HGET', visibilities, user)
  if not chosen and known and known > 0 then
    -- A new version, so that the user's connections get what the state before did not have.
    local version = next_version(user, known)
    raise_last_version(version)
    conceal(ANY_NODE, user, version)
  else
    has_chosen = chosen and true
    use(chosen and string.find(chosen, 'nobody', 1, true) and OWN or PUBLIC)
  end
end

-- Records the version with which an invisible user went offline. No connection gets an event.
local function end_own(user)
  local version = next_version(user)
  raise_last_version(version)
  redis.call('HSET', visibilities, user, version .. ' nobody')
end

-- Claims a user who was removed: the caller announces that the user is offline. Friends know that of
-- an invisible user.
local function claim(user)
  if invisible then
    end_own(user)
  else
    redis.call('ZADD', claims, now, user)
  end
end

-- The trace to which a published page belongs; empty if there is none.
local trace = ''

-- When the page was reported that is published now, if that was promptly; nil if it is unknown.
local prompt_report

local function publish_page(node, user, version, shown, latest)
  local kind = invisible and 'own-update' or 'update'
  local event = {'type', kind, 'version', version, 'page', shown, 'latest', latest}
  if trace ~= '' then
    event[#event + 1] = 'traceparent'
    event[#event + 1] = trace
  end
  if invisible then
    publish_own(node, user, unpack(event))
  else
    publish(node, user, unpack(event))
  end
end

-- Returns the end of an event that only the user gets.
local function only_own()
  return invisible and 'nobody' or nil
end

-- Publishes the page of a user, and returns the event's version. Without a time, the page was
-- reported promptly.
local function publish_update(node, user, shown, latest, reported, last)
  local version = next_version(user, last)
  local when = ''
  if reported then
    when = ' ' .. integer(reported)
  elseif prompt_report then
    when = ' ' .. integer(prompt_report) .. ' prompt'
  end
  redis.call('HSET', versions, user, version .. when)
  publish_page(node, user, version, shown, latest)
  return version
end

-- Makes a user visible. Friends see the page that the user reported last, if there is one.
-- Returns the event for all: {version, page, latest page}, or nil without a page.
local function reveal(node, user, version)
  redis.call('HSET', visibilities, user, version .. ' friends')
  has_chosen = true
  move(user, OWN, PUBLIC)
  use(PUBLIC)
  local shown = redis.call('HGET', page, user)
  if not shown then
    return nil
  end
  local latest = redis.call('HGET', latest_page, user) or NO_PAGE
  local last, reported = last_event(user)
  return {publish_update(node, user, shown, latest, reported, last), shown, latest}
end

-- Returns what a user sees of the own presence, if the user ever chose the visibility:
-- {version, visibility, page, latest page, last activity}. The pages are empty if there are none, the
-- last activity is '0' if it is unknown.
local function own_presence(user)
  local chosen = redis.call('HGET', visibilities, user)
  if not chosen then
    return nil
  end
  local version, visibility = string.match(chosen, '^(%d+) (%a+)$')
  local shown = last_event(user)
  return {
    shown and tonumber(shown) > tonumber(version) and shown or version,
    visibility,
    redis.call('HGET', page, user) or '',
    redis.call('HGET', latest_page, user) or '',
    redis.call('ZSCORE', status, user) or '0'
  }
end

-- Shows a page of a user and publishes the event. Returns {version, page, latest page}, and 'nobody'
-- if the user is invisible.
local function show(node, user, shown, reported, last)
  redis.call('HSET', page, user, shown)
  local latest = shown
  if shown == NO_PAGE then
    latest = redis.call('HGET', latest_page, user) or NO_PAGE
  else
    redis.call('HSET', latest_page, user, shown)
  end
  return {publish_update(node, user, shown, latest, reported, last), shown, latest, only_own()}
end

-- Hides the activity of a user. No page that any connection reported before is shown again. A late
-- hide also hides the page that is shown now, even if it was reported after the hide. Returns the
-- same as show.
local function hide(node, user, when)
  redis.call('ZADD', hides, now_micros, user)
  for _, list in ipairs({connections_of(user), broken_of(user)}) do
    for _, connection in ipairs(list) do
      if redis.call('HEXISTS', reports, connection) == 1 and report_of(connection) <= when then
        redis.call('HSET', reports, connection, integer(when) .. ' ' .. NO_PAGE)
      end
    end
  end
  return show(node, user, NO_PAGE, when)
end

-- Shows the latest report of the remaining connections, or hides the activity if none has reported
-- a page.
-- Returns the same as show, or nil if nothing changes.
local function show_latest_report(node, user, list, gone)
  local shown = redis.call('HGET', page, user)
  if not shown then
    return nil
  end
  local all = {}
  for _, connection in ipairs(list) do
    all[#all + 1] = connection
  end
  for _, connection in ipairs(gone) do
    all[#all + 1] = connection
  end
  local when, latest = latest_report(all)
  latest = latest or NO_PAGE
  if latest == shown then
    return nil
  end
  return show(node, user, latest, when or 0)
end

-- Hands the report of a broken connection over to its successor. A client often notices the break
-- before its node does, and has reconnected already. Returns whether there is a successor.
local function hand_over(user, connection, list, gone, heard_at)
  local successor
  for _, other in ipairs(list) do
    local opened_at, shown = report_of(other)
    if not shown and opened_at >= heard_at then
      successor = other
    end
  end
  local report = redis.call('HGET', reports, connection)
  if not successor or not report then
    return false
  end
  redis.call('HSET', reports, successor, report)
  redis.call('HDEL', reports, connection)
  forget_single_report(user, list, gone)
  return true
end

-- Removes a connection and its report. If a time is given (in microseconds), a connection that
-- opened since then may take the report over. Notes the reason and the close code. Returns whether the connection was recorded, how many
-- are left, and the result of show if another page is shown.
local function close(node, user, connection, reason, code, heard_at)
  if not erase(connection) then
    return false
  end
  note(user, 'closed', reason, connection, code)
  local list = without(connections_of(user), connection)
  local gone = broken_of(user)
  set_connections(user, list)
  local event
  if heard_at and hand_over(user, connection, list, gone, heard_at) then
    return true, #list + #gone
  end
  if redis.call('HDEL', reports, connection) == 1 then
    event = show_latest_report(node, user, list, gone)
    forget_single_report(user, list, gone)
  end
  return true, #list + #gone, event
end

