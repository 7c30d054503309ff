-- Lists an open room, unless it is listed as somebody left it later.
--
-- KEYS[1]  hash  room id -> record
-- ARGV[1]  the room's id
-- ARGV[2]  the revision of its record
-- ARGV[3]  its record

local listed = redis.call('HGET', KEYS[1], ARGV[1])
if not listed or cjson.decode(listed).revision < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
