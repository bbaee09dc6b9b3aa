-- Returns how many connections a user has.

local user = ARGV[1]

return #connections_of(user)
