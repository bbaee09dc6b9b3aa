-- Finds users with pages, some at a time; writes nothing. Each cursor starts with '0'.
-- Returns the cursor of the pages that are shown, the cursor of those that can be restored, and the
-- users found. A cursor is '0' again at the end.

local shown_cursor = argument('shown_cursor')       -- '' to skip the pages that are shown
local vanished_cursor = argument('vanished_cursor') -- '' to skip those that can be restored
local scan = argument('scan')                       -- approximate number of entries in one scan

local users = {}
if shown_cursor ~= '' then
  -- After the pages that friends see come those of invisible users, whose cursors start with 'own'.
  local own_cursor = string.match(shown_cursor, '^own(%d+)$')
  local found = redis.call('HSCAN', own_cursor and OWN.page or page, own_cursor or shown_cursor, 'COUNT', scan)
  if own_cursor then
    shown_cursor = found[1] == '0' and '0' or 'own' .. found[1]
  else
    shown_cursor = found[1] == '0' and 'own0' or found[1]
  end
  for i = 1, #found[2], 2 do
    users[#users + 1] = found[2][i]
  end
end
if vanished_cursor ~= '' then
  local found = redis.call('SCAN', vanished_cursor, 'MATCH', vanished .. '*', 'COUNT', scan)
  vanished_cursor = found[1]
  for _, key in ipairs(found[2]) do
    users[#users + 1] = string.sub(key, #vanished + 1)
  end
end
return {shown_cursor, vanished_cursor, unpack(users)}
