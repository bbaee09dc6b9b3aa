-- Removes a connection, and with the last one its user: at once, or after a grace period.
-- Returns {version} if the user is offline now, {version, page, latest page} if another page of the
-- user is shown now, else nothing.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local grace = tonumber(ARGV[4])      -- grace period in milliseconds; 0 after a close frame
local restorable = tonumber(ARGV[5]) -- milliseconds after that in which the page can be restored
local silent = tonumber(ARGV[6])     -- milliseconds since the node heard from the client
local hides_first = ARGV[7] == '1'   -- whether the last report hides and is not confirmed

local hidden
if hides_first and (redis.call('HGET', page, user) or NO_PAGE) ~= NO_PAGE then
  hidden = hide(node, user, now_micros)
end

if grace == 0 then
  local known, left, event = close(node, user, connection)
  if not known or left > 0 then
    return event or hidden or false
  end
  if restorable > 0 then
    keep(user, restorable)
  end
  remove(user)
  return {publish_timeout(node, user)}
end

if redis.call('HDEL', connection_user, connection) == 0 then
  return hidden or false
end
local list = without(connections_of(user), connection)
local gone = broken_of(user)
set_connections(user, list)
if #list + #gone > 0 then
  if hand_over(user, connection, list, gone, now_micros - silent * 1000) then
    return hidden or false
  end
  gone[#gone + 1] = connection
  set_broken(user, gone)
end
redis.call('ZADD', parting, 'GT', now + grace, user)
return hidden or false
