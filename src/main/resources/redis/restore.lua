-- Records a connection again that Redis lost, or took for dead, and the page that its user was on.
-- Returns nothing, or the event {version, page, latest page} where friends were told otherwise.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local held_page = ARGV[4]   -- JSON; empty where the user has not said anything yet
local held_latest = ARGV[5] -- JSON
local first_friend = 6      -- ARGV[6] and all after it

touch(user, connection)
local told = redis.call('DEL', vanished .. user) == 1 or redis.call('ZREM', claims, user) == 1
if held_page == '' or redis.call('HEXISTS', page, user) == 1 then
  return false
end
redis.call('HSET', page, user, held_page)
if held_latest ~= NO_PAGE then
  redis.call('HSET', latest_page, user, held_latest)
end
if not told then
  return false
end
return publish_update(node, user, first_friend)
