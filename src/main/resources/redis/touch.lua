-- Records activity on a connection. Returns nothing.

local user = argument('user')
local connection = argument('connection')

touch(user, connection, 'restored', 'message')
return false
