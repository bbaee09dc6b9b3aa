-- Publishes the time to the channel of a node, which proves its subscription.
-- Returns the time in microseconds, and how many subscriptions get it.

local node = argument('node')

-- Fails on a replica, which must not prove anything. A publication does not.
redis.call('EXPIRE', inbox .. node, INBOX_SECONDS)
return {now_micros, send(node, 'time\0' .. integer(now_micros))}
