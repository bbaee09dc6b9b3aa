-- Ends the lease of a node that drained and has no connections any more.
-- Returns nothing.

local node = argument('node')

redis.call('ZREM', nodes, node)
redis.call('ZREM', recording_nodes, node)
redis.call('DEL', inbox .. node)
return false
