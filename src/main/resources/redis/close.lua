-- Removes a connection, and with the last one its user: at once, or after a grace.
-- Returns the version of the event where the user is offline by it, else nothing.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local grace = tonumber(ARGV[4])      -- milliseconds for which the user is shown still
local restorable = tonumber(ARGV[5]) -- milliseconds after that for which the page is kept

if not close(user, connection) then
  return false
end
if grace > 0 then
  redis.call('ZADD', parting, now + grace, user)
  return false
end
if restorable > 0 then
  keep(user, restorable)
end
remove(user)
return publish_timeout(node, user)
