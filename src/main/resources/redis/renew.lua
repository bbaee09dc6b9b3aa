-- Renews the lease of a node.
-- Returns 1 where it had one still, 0 where it is new, may have been given up, or Redis lost its data.

local node = ARGV[1]
local lease = tonumber(ARGV[2]) -- milliseconds

local known = redis.call('ZSCORE', nodes, node) and not is_dead(node)
redis.call('ZADD', nodes, now + lease, node)
redis.call('EXPIRE', inbox .. node, INBOX_SECONDS)
return known and 1 or 0
