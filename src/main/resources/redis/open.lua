-- Records a connection. Restores the pages of a user whose grace period is over, but who is back in
-- time.
-- Returns {} if it is refused, {'recorded'}, or {'restored', version, page, latest page}. After 'recorded' follows
-- what own_presence returns.

local node = argument('node')
local user = argument('user')
local connection = argument('connection')
local client = argument('client')
local history = tonumber(argument('history')) -- milliseconds for which items are kept; 0 if none are
local max_connections = tonumber(argument('max_connections'))
local known = tonumber(argument('invisible_since')) -- the version since which this node knows it; 0 if not

look_at(user, known)
if #connections_of(user) >= max_connections then
  note(user, 'refused', 'too-many-connections')
  return {}
end
touch(user, connection, 'opened', redis.call('ZSCORE', parting, user) and 'within-grace-period' or 'handshake')
describe(connection, now, client)
remember(user, history, 'CONNECT', '', connection)

local had = redis.call('GET', vanished .. user)
redis.call('DEL', vanished .. user)
if not had or redis.call('HEXISTS', page, user) == 1 then
  return {'recorded', unpack(own_presence(user) or {})}
end
local kept = cjson.decode(had)
if kept[2] then
  redis.call('HSET', latest_page, user, kept[2])
end
local event = show(node, user, kept[1])
note(user, 'restored', 'page', connection)
return {'restored', unpack(event)}
