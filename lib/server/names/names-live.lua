-- Notes that a node lives, and forgets those that have been silent for too long. A time in which no node says so is none
-- in which one has died: Redis was away. It does not count, and after a long one all have their whole time again.
--
-- KEYS     see names.lua
-- ARGV[1]  the node
-- ARGV[2]  how long a lease lasts, in ms: a name is free before its owner is said to have left, when that is over
-- ARGV[3]  within how many ms a node says so while all is well

local time = now()
local lease = tonumber(ARGV[2])
local latest = tonumber(redis.call('ZRANGE', KEYS[5], -1, -1, 'WITHSCORES')[2] or time)
local lost = time - latest - tonumber(ARGV[3])
if lost > 0 then
  local least = time - latest > lease / 2 and time or 0
  local all = redis.call('ZRANGE', KEYS[5], 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    redis.call('ZADD', KEYS[5], string.format('%.0f', math.max(tonumber(all[i + 1]) + lost, least)), all[i])
  end
end
redis.call('ZADD', KEYS[5], string.format('%.0f', time), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', string.format('%.0f', time - lease * 0.7))
