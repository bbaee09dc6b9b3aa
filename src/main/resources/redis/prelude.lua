-- Stands before every script of this folder: the keys, and what several scripts do.

-- KEYS, the same in every script
local user_connection = KEYS[1] -- hash: user -> connection; the newest one where there are several
local connection_user = KEYS[2] -- hash: connection -> user
local status = KEYS[3]          -- sorted set: user, scored by last activity in milliseconds
local page = KEYS[4]            -- hash: user -> JSON of the page that they are on
local latest_page = KEYS[5]     -- hash: user -> JSON of the last page that they showed
local connections = KEYS[6]     -- hash: user -> all their connections, where there are several
local last_version = KEYS[7]    -- string: the version given out last
local claims = KEYS[8]          -- sorted set: user to be announced offline, scored by when taken
local vanished = KEYS[9]        -- prefix of strings: user -> JSON of what they had when they vanished
local inbox = KEYS[10]          -- prefix of streams: node -> what its connections are to be told
local nodes = KEYS[11]          -- sorted set: node, scored by the end of its lease in milliseconds
local last_active = KEYS[12]    -- sorted set: user, scored by last activity before they went offline

-- An inbox is read within milliseconds, or its node is gone.
local INBOX_LENGTH = 100000
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

-- Microseconds since the epoch, but never twice the same nor less than before.
local function next_version()
  local version = math.max(now_micros, tonumber(redis.call('GET', last_version) or 0) + 1)
  redis.call('SET', last_version, integer(version))
  return integer(version)
end

local function words(text)
  local list = {}
  for word in string.gmatch(text, '%S+') do
    list[#list + 1] = word
  end
  return list
end

-- All connections of a user, oldest first, from the values of both hashes.
local function merge(newest, all)
  if all then
    return words(all)
  end
  return newest and {newest} or {}
end

local function connections_of(user)
  return merge(redis.call('HGET', user_connection, user), redis.call('HGET', connections, user))
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
  redis.call('HDEL', page, user)
  redis.call('HDEL', latest_page, user)
  return list
end

-- Removes a connection. Whether it was its user's last one.
local function close(user, connection)
  if redis.call('HDEL', connection_user, connection) == 0 then
    return false
  end
  local rest = {}
  for _, other in ipairs(connections_of(user)) do
    if other ~= connection then
      rest[#rest + 1] = other
    end
  end
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

local function node_of(connection)
  return string.match(connection, '^([^-]+)-%d+$')
end

-- Appends to a node's inbox.
local function post(node, ...)
  local key = inbox .. node
  redis.call('XADD', key, 'MAXLEN', '~', INBOX_LENGTH, '*', ...)
  redis.call('EXPIRE', key, INBOX_SECONDS)
end

-- Posts an event about a user to each other node with a connection of the user or of a friend.
-- Friends are ARGV[first] and all after it.
local function publish(node, user, first, ...)
  local recipients = {}
  local function add(recipient, list)
    for _, connection in ipairs(list) do
      local other = node_of(connection)
      if other and other ~= node then
        local there = recipients[other] or {}
        if there[#there] ~= recipient then
          there[#there + 1] = recipient
        end
        recipients[other] = there
      end
    end
  end
  add(user, connections_of(user))
  for from = first, #ARGV, CHUNK do
    local to = math.min(from + CHUNK - 1, #ARGV)
    local newest = redis.call('HMGET', user_connection, unpack(ARGV, from, to))
    local all = redis.call('HMGET', connections, unpack(ARGV, from, to))
    for i = 1, #newest do
      add(ARGV[from + i - 1], merge(newest[i], all[i]))
    end
  end
  for other, there in pairs(recipients) do
    post(other, 'user', user, 'to', table.concat(there, ' '), ...)
  end
end

-- Publishes that a user is offline, and returns the event's version.
local function publish_timeout(node, user, first)
  local version = next_version()
  publish(node, user, first, 'type', 'timeout', 'version', version)
  return version
end

-- Publishes the page that a user is on, and returns the event: version, page, latest page.
local function publish_update(node, user, first)
  local version = next_version()
  local shown = redis.call('HGET', page, user)
  local latest = redis.call('HGET', latest_page, user) or NO_PAGE
  publish(node, user, first, 'type', 'update', 'version', version, 'page', shown, 'latest', latest)
  return {version, shown, latest}
end

