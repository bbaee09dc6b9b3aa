-- Ends the subscriptions of a node to users.
-- Returns nothing.

local node = argument('node')
local first_user = first('users')

for from = first_user, #ARGV, CHUNK do
  local to = math.min(from + CHUNK - 1, #ARGV)
  local lists = redis.call('HMGET', watchers, unpack(ARGV, from, to))
  for i = 1, #lists do
    if lists[i] and has_word(lists[i], node) then
      unwatch(ARGV[from + i - 1], node, lists[i])
    end
  end
end
return false
