-- Takes bytes of what somebody may store: of every span of the quota, or of none.
--
-- KEYS[1]  string  when the bucket of each span will be full again, in milliseconds of this clock; gone once all are
-- ARGV[1]  bytes
-- and of each span:
-- ARGV[2]  how many bytes its bucket holds
-- ARGV[3]  milliseconds in which all of them come back
--
-- Returns 0 when they were taken, else the milliseconds to wait.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000

local before = string.gmatch(redis.call('GET', KEYS[1]) or '', '%S+')
local full, latest, wait = {}, now, 0
for at = 2, #ARGV, 2 do
  local fill = tonumber(ARGV[at + 1])
  local full_at = tonumber(before() or 0)
  -- The clock of a master that took over may be behind that of the one before.
  full_at = math.min(math.max(full_at, now), now + fill) + fill * ARGV[1] / ARGV[at]
  wait = math.max(wait, math.ceil(full_at - now - fill))
  latest = math.max(latest, full_at)
  full[#full + 1] = string.format('%.3f', full_at)
end
if wait > 0 then return wait end
redis.call('SET', KEYS[1], table.concat(full, ' '), 'PX', math.ceil(latest - now))
return 0
