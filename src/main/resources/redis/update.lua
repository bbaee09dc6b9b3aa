-- Records the page that a user is on, and tells the other nodes.
-- Returns {version, latest page}.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local new_page = ARGV[4]       -- JSON
local hidden = ARGV[5] == '1'  -- whether its url is empty
local again = ARGV[6] == '1'   -- whether this may have been recorded before

touch(user, connection)
if again and redis.call('HGET', page, user) == new_page then
  local version = redis.call('HGET', versions, user)
  if version then
    return {version, redis.call('HGET', latest_page, user) or NO_PAGE}
  end
end
redis.call('HSET', page, user, new_page)
local latest = new_page
if hidden then
  latest = redis.call('HGET', latest_page, user) or NO_PAGE
else
  redis.call('HSET', latest_page, user, new_page)
end
return {publish_update(node, user, new_page, latest), latest}
