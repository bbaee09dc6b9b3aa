-- Renews the lease of a node.
-- Returns 1 if the node still had a lease, or 0 if the lease is new, had expired, or Redis lost its
-- data; and the time of Redis in milliseconds.

local node = argument('node')
local lease = tonumber(argument('lease')) -- milliseconds

local known = redis.call('ZSCORE', nodes, node) and not is_dead(node)
redis.call('ZADD', nodes, now + lease, node)
redis.call('EXPIRE', inbox .. node, INBOX_SECONDS)
return {known and 1 or 0, now}
