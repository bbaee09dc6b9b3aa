-- Removes a connection, and with the last one its user.
-- Returns the version of the event where the user is offline by it, else nothing.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local departure = ARGV[4]            -- CLOSED, BROKEN or MOVED
local restorable = tonumber(ARGV[5]) -- milliseconds for which a broken one can come back
local first_friend = 6               -- ARGV[6] and all after it

if not close(user, connection) or departure == 'MOVED' then
  return false
end
if departure == 'BROKEN' then
  keep(user, restorable)
end
remove(user)
return publish_timeout(node, user, first_friend)
