-- Records a connection again that Redis lost, or took for dead, and the page that its user was on
-- where Redis has none or an older one. The other nodes are told; who knows it already passes it over.
-- Returns nothing, or the version of an event where friends were told that the user is offline.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local held_page = ARGV[4]              -- JSON; empty where the user has not said anything yet
local held_latest = ARGV[5]            -- JSON
local held_version = ARGV[6]           -- of the event by which friends know

touch(user, connection)
local told = redis.call('DEL', vanished .. user) == 1 or redis.call('ZREM', claims, user) == 1
if held_page == '' then
  return false
end
local version = redis.call('HGET', versions, user)
if redis.call('HEXISTS', page, user) == 1 and version and tonumber(version) >= tonumber(held_version) then
  return false
end
redis.call('HSET', page, user, held_page)
if held_latest ~= NO_PAGE then
  redis.call('HSET', latest_page, user, held_latest)
end
if told then
  return publish_update(node, user, held_page, held_latest)
end
redis.call('HSET', versions, user, held_version)
publish_page(node, user, held_version, held_page, held_latest)
return false
