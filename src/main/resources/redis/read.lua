-- The presence of users; writes nothing, so that a replica can run it.
-- Returns a list with, for each user, {last activity, page, latest page}; where offline only the
-- last activity, in milliseconds, or nothing where that is not known.

local timeout = tonumber(ARGV[1]) -- milliseconds without activity
local first_user = 2              -- ARGV[2] and all after it

local result = {}
for from = first_user, #ARGV, CHUNK do
  local to = math.min(from + CHUNK - 1, #ARGV)
  local active = redis.call('ZMSCORE', status, unpack(ARGV, from, to))
  local was_active = redis.call('ZMSCORE', last_active, unpack(ARGV, from, to))
  local shown = redis.call('HMGET', page, unpack(ARGV, from, to))
  local latest = redis.call('HMGET', latest_page, unpack(ARGV, from, to))
  for i = 1, #active do
    if active[i] and shown[i] and tonumber(active[i]) >= now - timeout then
      result[#result + 1] = {active[i], shown[i], latest[i] or NO_PAGE}
    else
      result[#result + 1] = {active[i] or was_active[i] or nil}
    end
  end
end
return result
