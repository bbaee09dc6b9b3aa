-- Asks the node of a connection to close it.
-- Returns 1, or 0 if the user has no such connection.

local user = argument('user')
local connection = argument('connection')

local node = node_of(connection)
if not node or redis.call('HGET', connection_user, connection) ~= user then
  return 0
end
post(node, 'type', 'disconnect', 'user', user, 'connection', connection)
return 1
