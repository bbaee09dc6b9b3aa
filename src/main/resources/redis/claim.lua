-- Takes idle users offline, and takes over claims that nobody announced. Forgets who is long gone.
-- Returns a list of {user, connection, …}, which is empty where none are left.

local node = ARGV[1]
local timeout = tonumber(ARGV[2]) -- milliseconds without activity
local stale = tonumber(ARGV[3])   -- milliseconds after which a claim is taken over
local limit = tonumber(ARGV[4])   -- users at once

-- Who was not here for so long is forgotten.
local MEMORY = 30 * 24 * 60 * 60 * 1000
redis.call('ZREMRANGEBYSCORE', last_active, '-inf', '(' .. integer(now - MEMORY))

local function before(key, age)
  return redis.call('ZRANGEBYSCORE', key, '-inf', '(' .. integer(now - age), 'LIMIT', 0, limit)
end

local result = {}
for _, user in ipairs(before(status, timeout)) do
  local list = remove(user)
  for _, connection in ipairs(list) do
    local other = node_of(connection)
    if other and other ~= node then
      post(other, 'type', 'idle', 'user', user, 'connection', connection)
    end
  end
  redis.call('ZADD', claims, now, user)
  result[#result + 1] = {user, unpack(list)}
end
if #result == 0 then
  for _, user in ipairs(before(claims, stale)) do
    redis.call('ZADD', claims, now, user)
    result[#result + 1] = {user}
  end
end
return result
