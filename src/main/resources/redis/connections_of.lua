-- Returns the number of connections of a user.

local user = argument('user')

return #connections_of(user)
