-- Renews the lease of a node and tells which nodes have let theirs run out. Redis's clock decides for all of them.
--
-- KEYS[1]  sorted set  node -> when its lease ends, in ms since 1970
-- ARGV[1]  the node
-- ARGV[2]  how long its lease lasts, in ms
--
-- Returns {1 where it had no lease any more, {dead nodes}}.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', now))
return {(ends and tonumber(ends) >= now) and 0 or 1, dead}
