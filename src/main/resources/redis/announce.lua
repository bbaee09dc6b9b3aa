-- Ends a claim: publishes to the other nodes that a user is offline.
-- Returns {version, last activity}, or nothing if the claim is gone or the user is back. If the user is
-- back but invisible, only friends get the event: 'friends' follows.

local node = argument('node')
local user = argument('user')

if redis.call('ZREM', claims, user) == 0 or redis.call('HEXISTS', page, user) == 1 then
  return false
end
if not is_invisible(user) then
  return publish_timeout(node, user)
end
local event = publish_timeout(node, user, 'friends')
if redis.call('HEXISTS', versions, user) == 1 then
  redis.call('HSET', versions, user, event[1])
end
return event
