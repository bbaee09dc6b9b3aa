-- Reads what is recorded about a user and how that came about; writes nothing.
-- Returns {state, connections, transitions}. The state is {time of this call, last activity, end of
-- the grace period, page that friends see, visibility}; each connection is {id, when and which client opened it, last message, page};
-- transitions are as note writes them. Times are in milliseconds; what is unknown is empty.

local user = argument('user')

look_at(user)
local list = connections_of(user)
local all = {}
for i, connection in ipairs(list) do
  local _, reported = report_of(connection)
  if #list == 1 and #broken_of(user) == 0 then
    reported = redis.call('HGET', page, user)
  end
  all[i] = {
    connection,
    redis.call('HGET', opened, connection) or '',
    redis.call('HGET', heard, connection) or '',
    reported or ''
  }
end
local state = {
  integer(now),
  redis.call('ZSCORE', status, user) or '',
  redis.call('ZSCORE', parting, user) or '',
  redis.call('HGET', PUBLIC.page, user) or '',
  invisible and 'nobody' or 'friends'
}
return {state, all, redis.call('LRANGE', transitions .. user, 0, -1)}
