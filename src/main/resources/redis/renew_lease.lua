-- Renews the lease of a node.
-- Returns 1 if the node still had a lease, or 0 if the lease is new, had expired, or Redis lost its
-- data; and the time of Redis in milliseconds.

local node = argument('node')
local lease = tonumber(argument('lease')) -- milliseconds

local known = redis.call('ZSCORE', nodes, node) and not is_dead(node)
redis.call('ZADD', nodes, now + lease, node)
redis.call('ZADD', recording_nodes, now + lease, node)
redis.call('ZREMRANGEBYSCORE', recording_nodes, '-inf', '(' .. integer(now))
-- A node of an older release does not record when users go offline, so a client that resumes could
-- miss that. A value that clients get is five seconds old, and leases are renewed more often. So no
-- value from before the end of the last such node is accepted.
local alive = redis.call('ZCOUNT', nodes, integer(now), '+inf')
if alive > redis.call('ZCOUNT', recording_nodes, integer(now), '+inf') then
  redis.call('SET', resume_limit, integer(now_micros))
end
redis.call('EXPIRE', inbox .. node, INBOX_SECONDS)
return {known and 1 or 0, now}
