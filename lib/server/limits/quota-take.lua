-- Takes bytes from what somebody may store: from every span of the quota, or from none.
--
-- KEYS[1]  string  when each span's bucket will be full again, in milliseconds of this clock; gone once all are full
-- ARGV[1]  bytes
-- and for each span:
-- ARGV[2]  how many bytes its bucket holds
-- ARGV[3]  in how many milliseconds all of them come back
--
-- Returns 0 if they were taken, else the milliseconds to wait.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000

local before = string.gmatch(redis.call('GET', KEYS[1]) or '', '%S+')
local full, latest, wait = {}, now, 0
for at = 2, #ARGV, 2 do
  local fill = tonumber(ARGV[at + 1])
  local full_at = tonumber(before() or 0)
  -- After a failover, the new master's clock may be behind the previous one's.
  full_at = math.min(math.max(full_at, now), now + fill) + fill * ARGV[1] / ARGV[at]
  wait = math.max(wait, math.ceil(full_at - now - fill))
  latest = math.max(latest, full_at)
  full[#full + 1] = string.format('%.3f', full_at)
end
if wait > 0 then return wait end
redis.call('SET', KEYS[1], table.concat(full, ' '), 'PX', math.ceil(latest - now))
return 0
