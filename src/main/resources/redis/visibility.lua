-- Changes who sees a user. Counts as activity. Repeating it does no harm.
-- Returns the last events in their order, also if nothing changes: {'timeout', version, last activity, 'friends'},
-- {'update', version, page, latest page}, or {'own', …} with what own_presence returns.

local node = argument('node')
local user = argument('user')
local connection = argument('connection')
local visibility = argument('visibility')
local known = tonumber(argument('invisible_since')) -- the version since which this node knows it; 0 if not

look_at(user, known)
local version
if visibility == 'nobody' and not invisible then
  -- Before the activity of this call is recorded, which friends must not see.
  version = next_version(user)
  local gone = conceal(node, user, version)
  version = next_version(user, gone and gone[1] or nil)
  note(user, 'hidden', 'visibility', connection)
elseif visibility == 'friends' and invisible then
  version = next_version(user)
  version = not reveal(node, user, version) and version or nil
  note(user, 'shown', 'visibility', connection)
end
touch(user, connection, 'restored', 'message')

if version then
  local last, reported = last_event(user)
  if last then
    redis.call('HSET', versions, user, reported and version .. ' ' .. integer(reported) or version)
  else
    raise_last_version(version)
  end
  redis.call('HSET', visibilities, user, version .. ' ' .. visibility)
  local own_now = own_presence(user)
  publish_own(node, user, 'type', 'visibility', 'version', own_now[1], 'visibility', own_now[2],
    'page', own_now[3], 'latest', own_now[4], 'active', own_now[5])
end

local presence = own_presence(user)
if not presence then
  return {}
end
if not invisible and presence[3] ~= '' then
  local latest = presence[4] ~= '' and presence[4] or NO_PAGE
  return {{'update', last_event(user) or presence[1], presence[3], latest}}
end
local gone = invisible and redis.call('ZSCORE', offline, user)
if not gone then
  return {{'own', unpack(presence)}}
end
local active = redis.call('ZSCORE', last_active, user) or '0'
return {{'timeout', integer(gone), active, 'friends'}, {'own', unpack(presence)}}
