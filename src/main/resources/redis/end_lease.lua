-- Ends the lease of a node that drained and has no connections any more.
-- Returns nothing.

local node = ARGV[1]

redis.call('ZREM', nodes, node)
redis.call('DEL', inbox .. node)
return false
