-- Reads the last events about users; writes nothing.
-- Returns a list with, for each user, {version, page, latest page}, or {} if friends see the user offline.
-- An idle user is online until the sweep publishes the opposite: a heartbeat before that publishes
-- nothing.

local first_user = first('users')

local result = {}
for from = first_user, #ARGV, CHUNK do
  local to = math.min(from + CHUNK - 1, #ARGV)
  local version = redis.call('HMGET', versions, unpack(ARGV, from, to))
  local shown = redis.call('HMGET', page, unpack(ARGV, from, to))
  local latest = redis.call('HMGET', latest_page, unpack(ARGV, from, to))
  for i = 1, #shown do
    if shown[i] then
      result[#result + 1] = {string.match(version[i] or '0', '^%d+'), shown[i], latest[i] or NO_PAGE}
    else
      result[#result + 1] = {}
    end
  end
end
return result
