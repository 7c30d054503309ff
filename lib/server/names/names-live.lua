-- Records that a node is alive, and forgets nodes that have been silent for too long. If no node at all said so for a while,
-- Redis was away, and no node counts as dead because of it: that time does not count, and after a long one all nodes get their
-- whole time again.
--
-- KEYS     see names.lua
-- ARGV[1]  the node
-- ARGV[2]  how long a lease lasts, in ms: a name is free before its owner is said to have left, which is when the lease ends
-- ARGV[3]  within how many ms a healthy node says so

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
