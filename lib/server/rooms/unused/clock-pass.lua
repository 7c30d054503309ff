-- Advances the site's own time by as much as the clock has since it was last advanced.
--
-- KEYS[1]  hash  passed, in ms; at, in ms since 1970: when it was last advanced
-- ARGV[1]  at most how many ms: a longer step means that no node ran, or that the clock was set

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local stored = redis.call('HMGET', KEYS[1], 'passed', 'at')
local step = math.min(now - tonumber(stored[2] or now), tonumber(ARGV[1]))
local passed = tonumber(stored[1] or 0) + math.max(0, step)
redis.call('HSET', KEYS[1], 'passed', string.format('%.0f', passed), 'at', string.format('%.0f', now))
