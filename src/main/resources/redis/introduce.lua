-- What a new friend is to know of a user, as an event of its own.
-- Returns {version, page, latest page}, or nothing where the user is offline.

local user = ARGV[1]
local timeout = tonumber(ARGV[2]) -- milliseconds without activity

local active = redis.call('ZSCORE', status, user)
local shown = redis.call('HGET', page, user)
if not active or not shown or tonumber(active) < now - timeout then
  return false
end
return {next_version(), shown, redis.call('HGET', latest_page, user) or NO_PAGE}
