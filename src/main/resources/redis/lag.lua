-- How old what this Redis has may be; writes nothing, so that a replica can run it.
-- Returns the milliseconds since a node renewed its lease: those by which a replica lags behind, and
-- up to the few seconds from one renewal to the next. Nil where no node has a lease.

local lease = tonumber(ARGV[1]) -- milliseconds for which a lease is renewed

local newest = redis.call('ZREVRANGE', nodes, 0, 0, 'WITHSCORES')
return newest[2] and now + lease - tonumber(newest[2])
