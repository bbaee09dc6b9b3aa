-- Takes users offline who did not come back in the grace that they had.
-- Returns a list of users, which is empty where none are left.

local restorable = tonumber(ARGV[1]) -- milliseconds for which a user can come back
local limit = tonumber(ARGV[2])      -- users at once

local users = scored_below(parting, now, limit)
for _, user in ipairs(users) do
  keep(user, restorable)
  remove(user)
  redis.call('ZADD', claims, now, user)
end
return users
