-- Reads the reports of all nodes; writes nothing.
-- Returns {time of this call, report, …}. A report is {node, end of its lease, {name, value, …}}.
-- Times are in milliseconds.

local result = {integer(now)}
local all = redis.call('ZRANGE', nodes, 0, -1, 'WITHSCORES')
for i = 1, #all, 2 do
  result[#result + 1] = {all[i], all[i + 1], redis.call('HGETALL', figures .. all[i])}
end
return result
