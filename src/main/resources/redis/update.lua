-- Records the page that a user is on, and tells the other nodes.
-- Returns {version, page, latest page}.

local node = ARGV[1]
local user = ARGV[2]
local connection = ARGV[3]
local new_page = ARGV[4]       -- JSON
local hidden = ARGV[5] == '1'  -- whether its url is empty
local first_friend = 6         -- ARGV[6] and all after it

touch(user, connection)
redis.call('HSET', page, user, new_page)
if not hidden then
  redis.call('HSET', latest_page, user, new_page)
end
return publish_update(node, user, first_friend)
