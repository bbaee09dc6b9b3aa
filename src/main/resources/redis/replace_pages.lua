-- Replaces pages of a user wherever they are kept, and publishes if friends see a change. A page
-- that the user reported since is not in the list, and stays.
-- Returns {version, page, latest page} if friends see a change, and 'nobody' if only the user does, else
-- nothing.

local node = argument('node')
local user = argument('user')
local hidden_by = argument('hidden_by') -- why pages are hidden
local first_page = first('pages') -- a page as JSON, its replacement, …

look_at(user)
local replacements = {}
for i = first_page, #ARGV, 2 do
  replacements[ARGV[i]] = ARGV[i + 1]
end

for _, list in ipairs({connections_of(user), broken_of(user)}) do
  for _, connection in ipairs(list) do
    local when, shown = report_of(connection)
    if shown and replacements[shown] then
      redis.call('HSET', reports, connection, integer(when) .. ' ' .. replacements[shown])
    end
  end
end

local had = redis.call('GET', vanished .. user)
if had then
  local kept = cjson.decode(had)
  local shown = replacements[kept[1]] or kept[1]
  local latest = replacements[kept[2]] or kept[2]
  if shown ~= kept[1] or latest ~= kept[2] then
    local rest = cjson.encode({shown, latest ~= NO_PAGE and latest or nil})
    redis.call('SET', vanished .. user, rest, 'KEEPTTL')
  end
end

local shown = redis.call('HGET', page, user)
local latest = redis.call('HGET', latest_page, user)
local new_latest = latest and replacements[latest] or latest
if new_latest ~= latest then
  if new_latest == NO_PAGE then
    redis.call('HDEL', latest_page, user)
  else
    redis.call('HSET', latest_page, user, new_latest)
  end
end
local new_page = shown and replacements[shown] or shown
if not shown or (new_page == shown and new_latest == latest) then
  return false
end
redis.call('HSET', page, user, new_page)
if new_page == NO_PAGE and shown ~= NO_PAGE then
  note(user, 'hidden', hidden_by)
end
local version, reported = last_event(user)
new_latest = new_latest or NO_PAGE
return {publish_update(node, user, new_page, new_latest, reported, version), new_page, new_latest, only_own()}
