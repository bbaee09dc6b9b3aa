-- Reads all pages that are kept about users; writes nothing.
-- Returns a list with, for each user, the distinct pages as JSON. Ends with the user whose pages
-- exceed the limit, so it may be shorter than the list of users.

local max_bytes = tonumber(argument('max_bytes'))
local first_user = first('users')

local result = {}
local bytes = 0
for i = first_user, #ARGV do
  local user = ARGV[i]
  look_at(user)
  local pages = {}
  local seen = {}
  local function collect(shown)
    if shown and shown ~= NO_PAGE and not seen[shown] then
      seen[shown] = true
      pages[#pages + 1] = shown
      bytes = bytes + #shown
    end
  end
  collect(redis.call('HGET', page, user))
  collect(redis.call('HGET', latest_page, user))
  for _, list in ipairs({connections_of(user), broken_of(user)}) do
    for _, connection in ipairs(list) do
      local _, shown = report_of(connection)
      collect(shown)
    end
  end
  local had = redis.call('GET', vanished .. user)
  for _, shown in ipairs(had and cjson.decode(had) or {}) do
    collect(shown)
  end
  result[#result + 1] = pages
  if bytes > max_bytes then
    break
  end
end
return result
