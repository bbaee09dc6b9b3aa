-- Subscribes a node to users.
-- Returns nothing.

local node = argument('node')
local first_user = first('users')

for from = first_user, #ARGV, CHUNK do
  local to = math.min(from + CHUNK - 1, #ARGV)
  local lists = redis.call('HMGET', watchers, unpack(ARGV, from, to))
  local changed = {}
  for i = 1, #lists do
    local list = lists[i]
    if not (list and has_word(list, node)) then
      changed[#changed + 1] = ARGV[from + i - 1]
      changed[#changed + 1] = list and list .. ' ' .. node or node
    end
  end
  if #changed > 0 then
    redis.call('HSET', watchers, unpack(changed))
  end
end
return false
