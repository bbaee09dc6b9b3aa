-- Records a connection again that Redis lost, or took for dead, and the page that its user was on if Redis
-- has none or an older one. Nothing is shown that the user hid meanwhile.
-- Returns nothing, or {version, page, latest page} if the connections of this node are to be told.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local reported = tonumber(ARGV[4]) -- when the connection reported its last page, in microseconds; 0 if it has not
local own_page = ARGV[5]           -- JSON of that page
local held_page = ARGV[6]          -- JSON of the page that the node shows; empty if it shows none
local held_latest = ARGV[7]        -- JSON
local held_version = ARGV[8]       -- of the event by which friends know

touch(user, connection)
local hidden = tonumber(redis.call('ZSCORE', hides, user) or 0)
local several = redis.call('HEXISTS', reports, connection) == 1
if several and reported > hidden then
  redis.call('HSET', reports, connection, integer(reported) .. ' ' .. own_page)
end
local told = redis.call('DEL', vanished .. user) == 1 or redis.call('ZREM', claims, user) == 1
if held_page == '' then
  return false
end
local version = last_event(user)
if redis.call('HEXISTS', page, user) == 1 and version and tonumber(version) >= tonumber(held_version) then
  return several and show_latest_report(node, user, connections_of(user), broken_of(user)) or false
end
if held_page ~= NO_PAGE and tonumber(held_version) < hidden then
  return show(node, user, NO_PAGE, hidden)
end
redis.call('HSET', page, user, held_page)
if held_latest ~= NO_PAGE then
  redis.call('HSET', latest_page, user, held_latest)
end
-- Friends may have passed the version: offline was announced under a greater one.
if told or tonumber(redis.call('GET', last_version) or 0) >= tonumber(held_version) then
  return {publish_update(node, user, held_page, held_latest, tonumber(held_version)), held_page, held_latest}
end
redis.call('HSET', versions, user, held_version)
publish_page(node, user, held_version, held_page, held_latest)
return false
