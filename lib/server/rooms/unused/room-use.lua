-- Notes that somebody uses a room.
--
-- KEYS[1]  hash  record, used, see room-end.lua
-- ARGV[1]  the site's time now
--
-- Returns 1, or 0 if there is no such room.

if redis.call('HEXISTS', KEYS[1], 'record') == 0 then
  return 0
end
local used = redis.call('HGET', KEYS[1], 'used')
if not used or tonumber(used) < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'used', ARGV[1])
end
return 1
