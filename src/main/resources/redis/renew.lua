-- Renews the lease of a node.
-- Returns 1 where it had one still, 0 where it is new, was given up, or Redis lost its data.

local node = ARGV[1]
local lease = tonumber(ARGV[2]) -- milliseconds

local had = redis.call('ZSCORE', nodes, node)
redis.call('ZADD', nodes, now + lease, node)
redis.call('EXPIRE', inbox .. node, INBOX_SECONDS)
return had and 1 or 0
