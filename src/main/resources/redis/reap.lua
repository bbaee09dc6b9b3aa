-- Closes connections of a dead node, as if their sockets had broken.
-- Returns the cursor to continue with, '0' at the end, and after it the claimed users; or nothing
-- if the node is alive after all.

local dead = argument('dead_node')
local cursor = argument('cursor')
local restorable = tonumber(argument('restorable')) -- milliseconds in which pages can be restored
local scan = argument('scan')                       -- approximate number of connections in a scan
local lease = tonumber(argument('lease'))           -- milliseconds
local history = tonumber(argument('history')) -- milliseconds for which items are kept; 0 if none are

if not is_dead(dead) then
  return false
end
local heard_at = (tonumber(redis.call('ZSCORE', nodes, dead)) - lease) * 1000
local found = redis.call('HSCAN', connection_user, cursor, 'MATCH', dead .. '-*', 'COUNT', scan)
local result = {found[1]}
for i = 1, #found[2], 2 do
  local connection, user = found[2][i], found[2][i + 1]
  look_at(user)
  local known, left = close(ANY_NODE, user, connection, 'node-dead', '0', heard_at)
  if known and left == 0 then
    keep(user, restorable)
    remove(user)
    note(user, 'offline', 'node-dead')
    remember(user, history, 'TIMEOUT', '')
    claim(user)
    result[#result + 1] = user
  end
end
return result
