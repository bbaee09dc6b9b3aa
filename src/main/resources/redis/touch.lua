-- Records activity on a connection. Returns nothing.

local user = argument('user')
local connection = argument('connection')
local known = tonumber(argument('invisible_since')) -- the version since which this node knows it; 0 if not

look_at(user, known)
touch(user, connection, 'restored', 'message')
return false
