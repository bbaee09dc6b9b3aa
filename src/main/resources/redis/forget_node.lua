-- Removes the subscriptions, the lease and the inbox of a dead node whose connections are closed.
-- Returns the cursor to continue with; '0' at the end, or if the node is alive after all.

local dead = argument('dead_node')
local cursor = argument('cursor')
local scan = argument('scan') -- approximate number of users in one scan

if not is_dead(dead) then
  return '0'
end
local found = redis.call('HSCAN', watchers, cursor, 'COUNT', scan)
for i = 1, #found[2], 2 do
  local user, list = found[2][i], found[2][i + 1]
  if has_word(list, dead) then
    unwatch(user, dead, list)
  end
end
if found[1] == '0' then
  redis.call('ZREM', nodes, dead)
  redis.call('DEL', inbox .. dead)
end
return found[1]
