-- Takes some of what somebody may do. Run by rate-limiter-flexible.
--
-- KEYS[1]  string  when its bucket will be full again, in milliseconds of this clock; gone once it is full
-- ARGV[1]          how many to take
-- ARGV[3]          how many it holds
-- ARGV[4]          in how many milliseconds all of them come back
--
-- Returns {at most ARGV[3], 0} if they were taken, {ARGV[3] + 1, milliseconds to wait} if there were fewer.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local burst = tonumber(ARGV[3])
local fill = tonumber(ARGV[4])

local full_at = tonumber(redis.call('GET', KEYS[1]) or 0)
-- After a failover, the new master's clock may be behind the previous one's.
full_at = math.min(math.max(full_at, now), now + fill) + fill / burst * tonumber(ARGV[1])

local wait = math.ceil(full_at - now - fill)
if wait > 0 then return { burst + 1, wait } end
redis.call('SET', KEYS[1], string.format('%.3f', full_at), 'PX', math.ceil(full_at - now))
return { 1, 0 }
