-- Ends a room that nobody has used for long.
--
-- KEYS[1]  hash  record, and used: how much time had passed when somebody used the room last
-- KEYS[2]  hash  top, see epoch.lua
-- KEYS[3…] whatever else there is of the room
-- ARGV[1]  how much time has passed
-- ARGV[2]  how long a room is kept in which nobody has ever written
-- ARGV[3]  how long one in which somebody has; '' for good
-- ARGV[4]  how much time had passed when it was first listed: of a time when nobody noted its use
--
-- Returns 'ended'; 'gone' where there is no such room; or when it was used last, as a string.

local about = redis.call('HMGET', KEYS[1], 'record', 'used')
if not about[1] then
  return 'gone'
end
local used = about[2] or ARGV[4]
-- A block is for good, whether anybody comes or not.
local blockers = cjson.decode(about[1]).blockedBy
if type(blockers) == 'table' and #blockers > 0 then
  return used
end
local keep = (redis.call('HGET', KEYS[2], 'top') or '0') == '0' and ARGV[2] or ARGV[3]
if keep == '' or ARGV[1] - used < tonumber(keep) then
  return used
end
redis.call('UNLINK', unpack(KEYS))
return 'ended'
