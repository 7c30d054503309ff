-- As much time passes as has by this clock since it was said last.
--
-- KEYS[1]  hash  passed, in ms; at, in ms since 1970: when that was said
-- ARGV[1]  how many ms at most: what is more was a time in which no node ran, or another clock

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local stored = redis.call('HMGET', KEYS[1], 'passed', 'at')
local step = math.min(now - tonumber(stored[2] or now), tonumber(ARGV[1]))
local passed = tonumber(stored[1] or 0) + math.max(0, step)
redis.call('HSET', KEYS[1], 'passed', string.format('%.0f', passed), 'at', string.format('%.0f', now))
