-- Appends one entry to a room's log, once for its id, and publishes it to the nodes.
--
-- KEYS[1]  hash    epoch, top, run, uncounted (how many entries up to the top are no messages)
-- KEYS[2]  stream  the order; `seq-0` is the id, `id` of the entry and `uncounted` before it are the fields
-- KEYS[3]  hash    entry id -> seq
-- KEYS[4]  sorted set  the forks, see epoch.lua
-- KEYS[5]  hash    seq -> entry: a stream would keep the text of what is deleted
-- ARGV[1]  the entry's id
-- ARGV[2]  the entry
-- ARGV[3]  entries kept
-- ARGV[4]  the channel that its followers hear: "epoch seq entry"
-- ARGV[5]  PUBLISH, or SPUBLISH on a cluster
-- ARGV[6]  which run of the server this is, see epoch.lua
-- ARGV[7]  the newest epoch that the asking node has seen
-- ARGV[8]  the newest seq of it
-- ARGV[9]  how many replicas are then waited for
-- ARGV[10] '1' where the entry counts as a message
-- ARGV[11] the id of the entry that this one amends, '' where it amends none
-- ARGV[12] what then stands in its place
--
-- Returns {epoch, seq, 1 where the id was there before}, all as strings; seq is '0' where the room's history is another
-- than the one that the asking node knows: then nothing is appended.

-- How many entries one append may drop: a limit that was lowered takes effect over several appends, not in one pause.
local TRIM_MAX = 1000

local run = run_of(ARGV[6])
local epoch, top = settle(KEYS[1], KEYS[4], run, ARGV[7], ARGV[8])
local known = redis.call('HGET', KEYS[3], ARGV[1])
if not known and ARGV[7] ~= '0' and epoch ~= ARGV[7] then
  return {epoch, '0', '0'}
end
local target = ARGV[11] ~= '' and redis.call('HGET', KEYS[3], ARGV[11])
if target then
  -- For a repeated id, too: what it amends may have been put back since.
  redis.call('HSET', KEYS[5], target, ARGV[12])
end
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
local uncounted = redis.call('HGET', KEYS[1], 'uncounted') or '0'
redis.call('XADD', KEYS[2], seq .. '-0', 'id', ARGV[1], 'uncounted', uncounted)
redis.call('HSET', KEYS[3], ARGV[1], seq)
redis.call('HSET', KEYS[5], seq, ARGV[2])
if ARGV[10] ~= '1' then
  redis.call('HINCRBY', KEYS[1], 'uncounted', 1)
end

local excess = math.min(redis.call('XLEN', KEYS[2]) - tonumber(ARGV[3]), TRIM_MAX)
if excess > 0 then
  for _, dropped in ipairs(redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', excess)) do
    redis.call('HDEL', KEYS[3], dropped[2][2])
    redis.call('HDEL', KEYS[5], string.match(dropped[1], '%d+'))
    redis.call('XDEL', KEYS[2], dropped[1])
  end
end

redis.call(ARGV[5], ARGV[4], epoch .. ' ' .. seq .. ' ' .. ARGV[2])
return {epoch, seq, '0'}
