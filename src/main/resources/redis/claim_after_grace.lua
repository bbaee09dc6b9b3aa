-- Ends grace periods. A user without another connection goes offline. Otherwise the latest report
-- of the other connections is shown.
-- Returns a list of the users who are offline now, which is empty if no grace period is over.

local restorable = tonumber(argument('restorable')) -- milliseconds in which pages can be restored
local history = tonumber(argument('history')) -- milliseconds for which items are kept; 0 if none are
local limit = tonumber(argument('limit'))           -- users at once

local gone_users = {}
for _, user in ipairs(scored_below(parting, now, limit)) do
  look_at(user)
  local list = connections_of(user)
  if #list == 0 then
    if not end_grace_period(user) then
      keep(user, restorable)
    end
    remove(user)
    note(user, 'offline', 'grace-period-over')
    remember(user, history, 'TIMEOUT', '')
    claim(user)
    gone_users[#gone_users + 1] = user
  else
    for _, connection in ipairs(broken_of(user)) do
      redis.call('HDEL', reports, connection)
    end
    set_broken(user, {})
    end_grace_period(user)
    show_latest_report(ANY_NODE, user, list, {})
    forget_single_report(user, list, {})
  end
end
return gone_users
