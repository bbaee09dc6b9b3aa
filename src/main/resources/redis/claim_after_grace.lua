-- Ends grace periods: takes users offline who have no other connection, and shows what the other
-- connections reported if there are any.
-- Returns a list of the users who are offline now, which is empty if none are left.

local restorable = tonumber(ARGV[1]) -- milliseconds for which a user can come back
local limit = tonumber(ARGV[2])      -- users at once

local offline = {}
for _, user in ipairs(scored_below(parting, now, limit)) do
  local list = connections_of(user)
  if #list == 0 then
    keep(user, restorable)
    remove(user)
    redis.call('ZADD', claims, now, user)
    offline[#offline + 1] = user
  else
    for _, connection in ipairs(broken_of(user)) do
      redis.call('HDEL', reports, connection)
    end
    set_broken(user, {})
    redis.call('ZREM', parting, user)
    show_latest_report(ANY_NODE, user, list, {})
    forget_single_report(user, list, {})
  end
end
return offline
