-- Records the page of a user, and publishes it to the other nodes.
-- Returns {version, latest page}, and 'nobody' if the user is invisible, or nothing if the user has
-- reported another page since.

local node = argument('node')
local user = argument('user')
local connection = argument('connection')
-- JSON; an empty page hides the activity.
local new_page = argument('page')
-- When the node received it, in microseconds; 0 if unknown.
local reported = tonumber(argument('reported'))
-- Whether an earlier call may have recorded this.
local again = argument('again') == '1'
-- Why the page is hidden; empty if it is not.
local hidden_by = argument('hidden_by')
local history = tonumber(argument('history')) -- milliseconds for which items are kept; 0 if none are
-- The trace of this update; empty if it is not recorded.
trace = argument('trace')
local known = tonumber(argument('invisible_since')) -- the version since which this node knows it; 0 if not

look_at(user, known)
touch(user, connection, 'restored', 'message')
if hidden_by ~= '' then
  note(user, 'hidden', hidden_by, connection)
end
local hidden = new_page == NO_PAGE
if again and redis.call('HGET', page, user) == new_page then
  local version = last_event(user)
  if version then
    if hidden then
      redis.call('ZADD', hides, now_micros, user)
    end
    return {version, redis.call('HGET', latest_page, user) or NO_PAGE, only_own()}
  end
end

local delayed = reported > 0 and now_micros - reported > PROMPT_MICROS
local when = reported > 0 and math.min(reported, now_micros) or now_micros
local before, reported_page = report_of(connection)
-- The connection may have opened here after its first report was received.
if redis.call('HEXISTS', reports, connection) == 1 and (not reported_page or before <= when) then
  redis.call('HSET', reports, connection, integer(when) .. ' ' .. new_page)
end
if hidden then
  remember(user, history, 'UPDATE_PRESENCE', NO_PAGE, connection)
  local event = hide(node, user, when)
  return {event[1], event[3], event[4]}
end

-- A page loses against a later report if it is delayed, and against a later hide in any case.
local version, said, said_promptly = last_event(user)
local since = 0
if said or delayed and said_promptly then
  since = (said or said_promptly) - CLOCK_ERROR_MICROS
elseif delayed then
  since = tonumber(version or redis.call('ZSCORE', hides, user) or 0)
end
if reported > 0 and reported < since then
  return false
end
remember(user, history, 'UPDATE_PRESENCE', new_page, connection)
prompt_report = reported > 0 and when or nil
local event = show(node, user, new_page, delayed and reported or nil, version)
return {event[1], event[3], event[4]}
