-- Closes connections of nodes whose lease ran out, as if their sockets had broken.
-- Returns the cursor to go on with, '0' at the end, and after it the users claimed.

local cursor = ARGV[1]
local restorable = tonumber(ARGV[2]) -- milliseconds for which a user can come back
local scan = ARGV[3]                 -- connections looked at, about

local dead = scored_below(nodes, now, 1)[1]
if not dead then
  return {'0'}
end
local found = redis.call('HSCAN', connection_user, cursor, 'MATCH', dead .. '-*', 'COUNT', scan)
local result = {found[1]}
for i = 1, #found[2], 2 do
  local connection, user = found[2][i], found[2][i + 1]
  if close(user, connection) then
    keep(user, restorable)
    remove(user)
    redis.call('ZADD', claims, now, user)
    result[#result + 1] = user
  end
end
if found[1] == '0' then
  redis.call('ZREM', nodes, dead)
  redis.call('DEL', inbox .. dead)
end
return result
