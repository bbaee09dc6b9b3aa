-- Records that nodes show users offline, or with an older event, because Redis lost the event before
-- the given version. A node that restores it then publishes it under a new version.
-- Returns a list with, for each user, 1, or 0 if Redis has the event or a later one.

local first_version = first('versions')

local result = {}
for i = first_version, #ARGV, 2 do
  local user, version = ARGV[i], ARGV[i + 1]
  local last = redis.call('HEXISTS', page, user) == 1 and last_event(user)
  if last and tonumber(last) >= tonumber(version) - 1 then
    result[#result + 1] = 0
  else
    redis.call('ZADD', offline, 'GT', version, user)
    result[#result + 1] = 1
  end
end
return result
