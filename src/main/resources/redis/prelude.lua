-- Stands before every script of this folder: the keys, and what several scripts do.

-- KEYS, the same in every script; all of one partition
local user_connection = KEYS[1] -- hash: user -> connection; the newest one where there are several
local connection_user = KEYS[2] -- hash: connection -> user
local status = KEYS[3]          -- sorted set: user, scored by last activity in milliseconds
local page = KEYS[4]            -- hash: user -> JSON of the page that they are on
local latest_page = KEYS[5]     -- hash: user -> JSON of the last page that they showed
local connections = KEYS[6]     -- hash: user -> all their connections, where there are several
local versions = KEYS[7]        -- hash: user who is shown -> version of the last event about them
local last_version = KEYS[8]    -- string: no version of a user who is not shown is greater
local claims = KEYS[9]          -- sorted set: user to be announced offline, scored by when taken
local parting = KEYS[10]        -- sorted set: user who may come back, scored by until when
local vanished = KEYS[11]       -- prefix of strings: user -> JSON of what they had when they vanished
local watchers = KEYS[12]       -- hash: user -> nodes that are to hear of them
local inbox = KEYS[13]          -- prefix of streams: node -> what its connections are to be told
local nodes = KEYS[14]          -- sorted set: node, scored by the end of its lease in milliseconds
local last_active = KEYS[15]    -- sorted set: user, scored by last activity before they went offline

-- An inbox is read within milliseconds, or its node is gone.
local INBOX_LENGTH = 100000
local INBOX_BYTES = 64 * 1024 * 1024
local INBOX_SECONDS = 60

-- Arguments are limited in number, both in a call's and in unpack's.
local CHUNK = 1000

local NO_PAGE = '{"url":"","title":""}'

local time = redis.call('TIME')
local now_micros = time[1] * 1000000 + time[2]
local now = math.floor(now_micros / 1000)

local function integer(number)
  return string.format('%.0f', number)
end

-- Microseconds since the epoch, but always more than the versions of the user before.
local function next_version(user)
  local last = redis.call('HGET', versions, user) or redis.call('GET', last_version) or 0
  return integer(math.max(now_micros, tonumber(last) + 1))
end

-- Makes sure that no user who is not shown now gets a version twice.
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

-- All connections of a user, oldest first.
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

-- Makes sure that a connection is recorded, and its user's activity.
local function touch(user, connection)
  if redis.call('HSETNX', connection_user, connection, user) == 1 then
    local list = connections_of(user)
    list[#list + 1] = connection
    set_connections(user, list)
    redis.call('ZREM', parting, user)
  end
  redis.call('ZADD', status, now, user)
end

-- Takes a user out of every key but the one that tells when they were active, and returns the
-- connections that they had.
local function remove(user)
  local list = connections_of(user)
  for _, connection in ipairs(list) do
    redis.call('HDEL', connection_user, connection)
  end
  set_connections(user, {})
  local active = redis.call('ZSCORE', status, user)
  if active then
    redis.call('ZADD', last_active, active, user)
  end
  redis.call('ZREM', status, user)
  redis.call('ZREM', parting, user)
  redis.call('HDEL', page, user)
  redis.call('HDEL', latest_page, user)
  local version = redis.call('HGET', versions, user)
  if version then
    raise_last_version(version)
    redis.call('HDEL', versions, user)
  end
  return list
end

-- Removes a connection. Whether it was its user's last one.
local function close(user, connection)
  if redis.call('HDEL', connection_user, connection) == 0 then
    return false
  end
  local rest = without(connections_of(user), connection)
  set_connections(user, rest)
  return #rest == 0
end

-- Keeps the pages of a user who may come back soon.
local function keep(user, milliseconds)
  local shown = redis.call('HGET', page, user)
  if shown then
    local kept = cjson.encode({shown, redis.call('HGET', latest_page, user) or nil})
    redis.call('SET', vanished .. user, kept, 'PX', milliseconds)
  end
end

-- Members of a sorted set with a score below.
local function scored_below(key, score, limit)
  return redis.call('ZRANGEBYSCORE', key, '-inf', '(' .. integer(score), 'LIMIT', 0, limit)
end

-- Whether a node's lease ran out, and nobody has given it up so far.
local function is_dead(node)
  local ended = redis.call('ZSCORE', nodes, node)
  return ended and tonumber(ended) < now
end

local function node_of(connection)
  return string.match(connection, '^([^-]+)-%d+$')
end

-- Appends to a node's inbox. The larger the entry, the fewer may be in it: so its bytes are bounded.
-- A node notices if entries were trimmed that it has not read.
local function post(node, ...)
  local key = inbox .. node
  local bytes = 0
  for _, field in ipairs({...}) do
    bytes = bytes + #tostring(field)
  end
  local length = math.min(INBOX_LENGTH, math.floor(INBOX_BYTES / bytes))
  redis.call('XADD', key, 'MAXLEN', '~', length, '*', ...)
  redis.call('EXPIRE', key, INBOX_SECONDS)
end

-- Takes a node off the list of those that are to hear of a user.
local function unwatch(user, node, list)
  local rest = without(words(list), node)
  if #rest > 0 then
    redis.call('HSET', watchers, user, table.concat(rest, ' '))
  else
    redis.call('HDEL', watchers, user)
  end
end

-- Posts an event about a user to each other node that is to hear of them.
local function publish(node, user, ...)
  local list = redis.call('HGET', watchers, user)
  if not list or list == node then
    return
  end
  for _, other in ipairs(words(list)) do
    if other ~= node then
      if redis.call('ZSCORE', nodes, other) then
        post(other, 'user', user, ...)
      else
        unwatch(user, other, redis.call('HGET', watchers, user))
      end
    end
  end
end

-- Publishes that a user is offline, and returns the event's version.
local function publish_timeout(node, user)
  local version = next_version(user)
  raise_last_version(version)
  publish(node, user, 'type', 'timeout', 'version', version)
  return version
end

local function publish_page(node, user, version, shown, latest)
  publish(node, user, 'type', 'update', 'version', version, 'page', shown, 'latest', latest)
end

-- Publishes the page that a user is on, and returns the event's version.
local function publish_update(node, user, shown, latest)
  local version = next_version(user)
  redis.call('HSET', versions, user, version)
  publish_page(node, user, version, shown, latest)
  return version
end

