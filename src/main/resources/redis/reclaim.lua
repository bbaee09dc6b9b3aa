-- Takes over the claims of a node that did not publish them in time.
-- Returns a list of users, which is empty if no such claim is left.

local age = tonumber(argument('age'))     -- milliseconds
local limit = tonumber(argument('limit')) -- users at once

local users = scored_below(claims, now - age, limit)
for _, user in ipairs(users) do
  redis.call('ZADD', claims, now, user)
end
return users
