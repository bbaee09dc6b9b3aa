-- Records a connection again that Redis lost, or whose node was reaped. Restores the page of its
-- user if Redis has none or an older one. A page that the user hid meanwhile is not shown.
-- Returns {version, page, latest page} if the event has to be delivered on this node, else nothing.

local node = argument('node')
local user = argument('user')
local connection = argument('connection')
local client = argument('client')
local age = tonumber(argument('age')) -- milliseconds since the connection opened
-- When the page was reported, in microseconds; 0 if never.
local reported = tonumber(argument('reported'))
-- JSON of the last page that the connection reported.
local own_page = argument('page')
-- JSON of the page that the node shows; empty if it shows none.
local held_page = argument('held_page')
-- JSON of the latest page that the node shows.
local held_latest = argument('held_latest')
-- The version of the event that was delivered to friends.
local held_version = argument('held_version')
-- Who sees the user as far as the node knows, and since which version at least.
local visibility = argument('visibility')
local known = tonumber(argument('visibility_version'))

local chosen, value = string.match(redis.call('HGET', visibilities, user) or '0 friends', '^(%d+) (%a+)$')
local revealed
if visibility ~= value and known > tonumber(chosen) then
  if visibility == 'nobody' then
    conceal(ANY_NODE, user, integer(known))
  else
    revealed = reveal(node, user, integer(known))
  end
end
look_at(user)

touch(user, connection, 'restored', 'node')
describe(connection, now - age, client)
local hidden = tonumber(redis.call('ZSCORE', hides, user) or 0)
local several = redis.call('HEXISTS', reports, connection) == 1
if several and reported > hidden then
  redis.call('HSET', reports, connection, integer(reported) .. ' ' .. own_page)
end
local told = redis.call('DEL', vanished .. user) == 1 or redis.call('ZREM', claims, user) == 1
if held_page == '' or revealed then
  return revealed or false
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
-- Other nodes may drop this version, if offline was published, or shown, under a greater one.
local gone = math.max(redis.call('GET', last_version) or 0, redis.call('ZSCORE', offline, user) or 0)
if told or gone >= tonumber(held_version) then
  return {publish_update(node, user, held_page, held_latest, tonumber(held_version)), held_page, held_latest, only_own()}
end
redis.call('HSET', versions, user, held_version)
publish_page(node, user, held_version, held_page, held_latest)
return false
