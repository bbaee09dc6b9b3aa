-- Returns the number of connections of a user.

local user = ARGV[1]

return #connections_of(user)
