-- Removes a connection, and with the last one its user: at once, or after a grace period.
-- Returns {version, last activity} if the user is offline now, {version, page, latest page} if another page of the
-- user is shown now, else nothing. After the latter follows 'nobody' if the user is invisible.

local node = argument('node')
local user = argument('user')
local connection = argument('connection')
-- The grace period in milliseconds; 0 if there is none.
local grace = tonumber(argument('grace'))
-- Milliseconds after that in which the page can be restored; 0 if the client closed the connection.
local restorable = tonumber(argument('restorable'))
-- Milliseconds since the node heard from the client.
local silent = tonumber(argument('silent'))
-- Whether the last report hides and is not confirmed.
local hides_first = argument('hides_first') == '1'
-- Why the connection ended, and its close code.
local reason = argument('reason')
local code = argument('code')
local history = tonumber(argument('history')) -- milliseconds for which items are kept; 0 if none are
local known = tonumber(argument('invisible_since')) -- the version since which this node knows it; 0 if not

look_at(user, known)
local hidden
if hides_first and (redis.call('HGET', page, user) or NO_PAGE) ~= NO_PAGE then
  hidden = hide(node, user, now_micros)
end

if grace == 0 then
  local known, left, event = close(node, user, connection, reason, code)
  if known then
    remember(user, history, 'CLOSE', '', connection)
  end
  if not known or left > 0 then
    return event or hidden or false
  end
  if restorable > 0 then
    keep(user, restorable)
  end
  remove(user)
  note(user, 'offline', 'closed')
  if invisible then
    end_own(user)
    return false
  end
  return publish_timeout(node, user)
end

if not erase(connection) then
  return hidden or false
end
note(user, 'closed', reason, connection, code)
remember(user, history, 'CLOSE', '', connection)
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
if #list == 0 then
  note(user, 'grace-period', 'last-connection', connection)
end
redis.call('ZADD', parting, 'GT', now + grace, user)
redis.call(restorable == 0 and 'SADD' or 'SREM', leaving, user)
return hidden or false
