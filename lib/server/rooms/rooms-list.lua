-- Lists an open room in the directory, unless a newer revision of it is listed. If too many are listed, one gives way: of the
-- rooms in which nobody has ever written, the one that was listed first; else the one that has been silent for longest.
--
-- KEYS[1]  hash        room id -> record
-- KEYS[2]  sorted set  room id -> when somebody last wrote there, in ms since 1970; negative, by age, if nobody ever did
-- KEYS[3]  string      the version of the directory
-- ARGV[1]  the room's id
-- ARGV[2]  the revision of its record
-- ARGV[3]  its record
-- ARGV[4]  'made'; 'changed', which only updates a listed room; or 'written', if somebody wrote there just now
-- ARGV[5]  how many rooms fit in the directory
-- ARGV[6]  the next version, used if something changes

-- More milliseconds than will have passed since 1970 for some centuries.
local NEVER = 10000000000000

local listed = redis.call('HGET', KEYS[1], ARGV[1])
if not listed and ARGV[4] == 'changed' then
  return
end
if not listed or cjson.decode(listed).revision < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  redis.call('SET', KEYS[3], ARGV[6])
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[4] == 'written' then
  redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[1])
else
  redis.call('ZADD', KEYS[2], 'NX', string.format('%.0f', now - NEVER), ARGV[1])
end

-- Rooms listed by a version that did not keep this may have been written in.
if redis.call('HLEN', KEYS[1]) > redis.call('ZCARD', KEYS[2]) then
  for _, id in ipairs(redis.call('HKEYS', KEYS[1])) do
    redis.call('ZADD', KEYS[2], 'NX', 0, id)
  end
end

while redis.call('HLEN', KEYS[1]) > tonumber(ARGV[5]) do
  local least = redis.call('ZRANGE', KEYS[2], 0, 1)
  local gone = least[1] == ARGV[1] and least[2] or least[1]
  redis.call('ZREM', KEYS[2], gone)
  redis.call('HDEL', KEYS[1], gone)
  redis.call('SET', KEYS[3], ARGV[6])
end
