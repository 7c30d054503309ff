-- Appends one entry to a room's log, once for its id, and publishes it to the nodes.
--
-- KEYS[1]  hash    epoch, top, run
-- KEYS[2]  stream  the entries; `seq-0` is the id, `id` and `entry` are the fields
-- KEYS[3]  hash    entry id -> seq
-- KEYS[4]  sorted set  the forks, see epoch.lua
-- ARGV[1]  the entry's id
-- ARGV[2]  the entry
-- ARGV[3]  entries kept
-- ARGV[4]  the channel that its followers hear: "epoch seq entry"
-- ARGV[5]  PUBLISH, or SPUBLISH on a cluster
-- ARGV[6]  which run of the server this is, see epoch.lua
-- ARGV[7]  the newest epoch that the asking node has seen
-- ARGV[8]  the newest seq of it
-- ARGV[9]  how many replicas are then waited for
--
-- Returns {epoch, seq, 1 where the id was there before}, all as strings.

-- How many entries one append may drop: a limit that was lowered takes effect over several appends, not in one pause.
local TRIM_MAX = 1000

local run = run_of(ARGV[6])
local epoch, top = settle(KEYS[1], KEYS[4], run, ARGV[7], ARGV[8])
local known = redis.call('HGET', KEYS[3], ARGV[1])
if known then
  if ARGV[9] ~= '0' then
    -- WAIT waits for what its own connection wrote, and the id may have been written over another one.
    redis.call('HSET', KEYS[1], 'top', top)
  end
  return {epoch, known, '1'}
end
if epoch == '0' then
  epoch = begin(KEYS[1], KEYS[4], run, 0, '0', '0')
end

local seq = string.format('%.0f', top + 1)
redis.call('HSET', KEYS[1], 'top', seq)
redis.call('XADD', KEYS[2], seq .. '-0', 'id', ARGV[1], 'entry', ARGV[2])
redis.call('HSET', KEYS[3], ARGV[1], seq)

local excess = math.min(redis.call('XLEN', KEYS[2]) - tonumber(ARGV[3]), TRIM_MAX)
if excess > 0 then
  for _, dropped in ipairs(redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', excess)) do
    redis.call('HDEL', KEYS[3], dropped[2][2])
    redis.call('XDEL', KEYS[2], dropped[1])
  end
end

redis.call(ARGV[5], ARGV[4], epoch .. ' ' .. seq .. ' ' .. ARGV[2])
return {epoch, seq, '0'}
