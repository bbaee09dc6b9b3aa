-- Returns a list of the users in a grace period, those first whose grace period ends first.

local limit = tonumber(argument('limit')) -- users at once

return redis.call('ZRANGE', parting, 0, limit - 1)
