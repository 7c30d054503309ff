-- Renews a node's lease, and returns which nodes have let theirs run out. Redis's clock decides for all of them. If no node at
-- all renewed its lease for a while, Redis was away, and no node counts as dead because of it: that time does not count, and
-- after a long one every node gets a whole lease to come back.
--
-- KEYS[1]  sorted set  node -> when its lease ends, in ms since 1970
-- ARGV[1]  the node
-- ARGV[2]  how long a lease lasts, in ms
-- ARGV[3]  within how many ms a healthy node renews its lease
--
-- Returns {1 if it no longer had a lease, {dead nodes}}.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = tonumber(ARGV[2])
local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])

local latest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
local silence = latest and now - (tonumber(latest) - lease) or 0
local lost = silence - tonumber(ARGV[3])
if lost > 0 then
  local least = silence > lease / 2 and now + lease or 0
  local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    redis.call('ZADD', KEYS[1], string.format('%.0f', math.max(tonumber(all[i + 1]) + lost, least)), all[i])
  end
end

redis.call('ZADD', KEYS[1], string.format('%.0f', now + lease), ARGV[1])
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', now))
return {(ends and tonumber(ends) >= now) and 0 or 1, dead}
