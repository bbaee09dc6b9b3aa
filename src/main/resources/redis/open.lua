-- Records a connection. A user who vanished a moment ago has their page again.
-- Returns {} where it is refused, {'recorded'}, or {'restored', version, page, latest page}.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local max_connections = tonumber(ARGV[4])
local first_friend = 5 -- ARGV[5] and all after it

if #connections_of(user) >= max_connections then
  return {}
end
touch(user, connection)

local had = redis.call('GET', vanished .. user)
redis.call('DEL', vanished .. user)
if not had or redis.call('HEXISTS', page, user) == 1 then
  return {'recorded'}
end
local kept = cjson.decode(had)
redis.call('HSET', page, user, kept[1])
if kept[2] then
  redis.call('HSET', latest_page, user, kept[2])
end
return {'restored', unpack(publish_update(node, user, first_friend))}
