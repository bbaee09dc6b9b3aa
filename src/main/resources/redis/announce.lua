-- Ends a claim: publishes to the other nodes that a user is offline.
-- Returns {version, last activity}, or nothing if the claim is gone or the user is back.

local node = argument('node')
local user = argument('user')

if redis.call('ZREM', claims, user) == 0 or redis.call('HEXISTS', page, user) == 1 then
  return false
end
return publish_timeout(node, user)
