-- Publishes figures of a node.
-- Returns nothing.

local node = argument('node')
local first_figure = first('figures') -- a name, its value, …

local FIGURES_SECONDS = 60

redis.call('DEL', figures .. node)
redis.call('HSET', figures .. node, 'time', integer(now), unpack(ARGV, first_figure))
redis.call('EXPIRE', figures .. node, FIGURES_SECONDS)
return false
