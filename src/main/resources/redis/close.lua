-- Removes a connection, and with the last one its user.
-- Returns the version of the event where the user is offline by it, else nothing.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local departure = ARGV[4]            -- CLOSED, BROKEN or MOVED
local restorable = tonumber(ARGV[5]) -- milliseconds for which a broken one can come back
local first_friend = 6               -- ARGV[6] and all after it

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
if #rest > 0 or departure == 'MOVED' then
  return false
end

local shown = redis.call('HGET', page, user)
if departure == 'BROKEN' and shown then
  local kept = cjson.encode({shown, redis.call('HGET', latest_page, user) or nil})
  redis.call('SET', vanished .. user, kept, 'PX', restorable)
end
remove(user)
return publish_timeout(node, user, first_friend)
