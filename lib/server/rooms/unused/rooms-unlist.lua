-- Removes a room from the directory.
--
-- KEYS     see rooms-list.lua
-- ARGV[1]  the room's id
-- ARGV[2]  the next version, used if something changes

redis.call('ZREM', KEYS[2], ARGV[1])
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then
  redis.call('SET', KEYS[3], ARGV[2])
end
