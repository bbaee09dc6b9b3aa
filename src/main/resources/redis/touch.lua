-- Records activity on a connection. Returns nothing.

local user = ARGV[1]
local connection = ARGV[2]

touch(user, connection)
return false
