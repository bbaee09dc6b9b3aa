-- Takes idle users offline. Removes the last activity and the last hide of users after 30 days, and
-- the version of their last offline event after an hour.
-- Returns a list of {user, connection, …}, which is empty if no idle user is left.

local node = argument('node')
local timeout = tonumber(argument('timeout')) -- milliseconds without activity
local limit = tonumber(argument('limit'))     -- users at once
local history = tonumber(argument('history')) -- milliseconds for which items are kept; 0 if none are

local IDLE_CODE = 4000
local MEMORY = 30 * 24 * 60 * 60 * 1000
redis.call('ZREMRANGEBYSCORE', last_active, '-inf', '(' .. integer(now - MEMORY))
redis.call('ZREMRANGEBYSCORE', hides, '-inf', '(' .. integer((now - MEMORY) * 1000))

local HOUR = 60 * 60 * 1000
redis.call('ZREMRANGEBYSCORE', offline, '-inf', '(' .. integer((now - HOUR) * 1000))

local idle = scored_below(PUBLIC.status, now - timeout, limit)
for _, user in ipairs(scored_below(OWN.status, now - timeout, limit - #idle)) do
  idle[#idle + 1] = user
end
local result = {}
for _, user in ipairs(idle) do
  look_at(user)
  local list = remove(user)
  for _, connection in ipairs(list) do
    note(user, 'closed', 'idle', connection, IDLE_CODE)
    local other = node_of(connection)
    if other and other ~= node then
      post(other, 'type', 'idle', 'user', user, 'connection', connection)
    end
  end
  note(user, 'offline', 'idle')
  remember(user, history, 'TIMEOUT', '')
  claim(user)
  result[#result + 1] = {user, unpack(list)}
end
return result
