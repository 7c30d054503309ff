-- Ends a room that nobody has used for long.
--
-- KEYS[1]  hash  record, and used: the site's time when somebody last used the room
-- KEYS[2]  hash  top, see epoch.lua
-- KEYS[3…] whatever else is stored of the room
-- ARGV[1]  the site's time now
-- ARGV[2]  how long to keep a room in which nobody has ever written
-- ARGV[3]  how long to keep one in which somebody has; '' for ever
-- ARGV[4]  the site's time when it was first listed, for rooms from before anybody noted their use
--
-- Returns 'ended'; 'gone' if there is no such room; or the time of its last use, as a string.

local stored = redis.call('HMGET', KEYS[1], 'record', 'used')
if not stored[1] then
  return 'gone'
end
local used = stored[2] or ARGV[4]
-- A block is for good, whether anybody comes or not.
local blockers = cjson.decode(stored[1]).blockedBy
if type(blockers) == 'table' and #blockers > 0 then
  return used
end
local keep = (redis.call('HGET', KEYS[2], 'top') or '0') == '0' and ARGV[2] or ARGV[3]
if keep == '' or ARGV[1] - used < tonumber(keep) then
  return used
end
redis.call('UNLINK', unpack(KEYS))
return 'ended'
