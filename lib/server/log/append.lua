-- Appends entries to a room's log, each id only once, and publishes the new ones to the nodes.
--
-- KEYS[1]  hash    epoch, top, base, run, uncounted, see epoch.lua; bytes, of the entries from seq `weighed` on: entries from
--                  before there were weights are weighed as others are appended
-- KEYS[2]  stream  the order; `seq-0` is the id, `id` of the entry and `uncounted` before it are the fields
-- KEYS[3]  hash    entry id -> seq
-- KEYS[4]  sorted set  the forks, see epoch.lua
-- KEYS[5]  hash    seq -> entry: a stream would keep the text of deleted messages
-- KEYS[6]  hash    revision, record: the room, as JSON; `blockedBy` of those in a direct message who block the other
-- ARGV[1]  how many entries are kept
-- ARGV[2]  the channel of its followers, who get "epoch seq entry", and after a line feed each further entry
-- ARGV[3]  PUBLISH, or SPUBLISH on a cluster
-- ARGV[4]  which run of the server this is, see epoch.lua
-- ARGV[5]  the newest epoch that the asking node has seen
-- ARGV[6]  the newest seq in it
-- ARGV[7]  how many replicas to wait for afterwards
-- ARGV[8]  0; when entries are put back, how many of them may have no place any more
-- ARGV[9]  namely if the log has this many newer entries
-- ARGV[10] how many bytes of entries are kept
-- and for each entry:
-- ARGV[11] its id
-- ARGV[12] the entry, in one line
-- ARGV[13] '1' if it counts as a message
-- ARGV[14] the id of the entry that it amends, '' for none
-- ARGV[15] what replaces that entry
-- ARGV[16] '1' if the room is a direct message, where nothing new may be said while anybody blocks
--
-- Returns the epoch, and for each entry its seq and 1 if its id was there before, all as strings. The seq is '0' if the entry
-- was not appended because the room's history is not the one that the node knows, or it has no place; and '-1' if it was not
-- because somebody blocks.

-- How many entries one run may drop: a lowered limit takes effect over several runs, not in one pause.
local TRIM_MAX = 1000
-- How many entries without a weight one run may weigh.
local WEIGH_MAX = 1000
-- How many entries are looked at together when dropping.
local LOOK_MAX = 50
-- How many entries go out as one publication.
local PUBLISH_MAX = 100
local FIRST, FIELDS = 11, 6

local run = run_of(ARGV[4])
local epoch, top = settle(KEYS[1], KEYS[4], run, ARGV[5], ARGV[6])
local is_other = ARGV[5] ~= '0' and epoch ~= ARGV[5]
local uncounted, bytes, weighed
local answer, added = {epoch}, {}

local function size_of(seq)
  return redis.call('HSTRLEN', KEYS[5], seq)
end

local function seq_in(row)
  return string.match(row[1], '%d+')
end

-- From the first entry of a log on, or from the first one appended to a log without weights.
local function read_weight()
  local stored = redis.call('HMGET', KEYS[1], 'bytes', 'weighed')
  bytes, weighed = tonumber(stored[1] or 0), tonumber(stored[2] or top + 1)
end

local function weigh_older()
  local oldest = weighed > 1 and redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
  local bottom = oldest and tonumber(seq_in(oldest)) or weighed
  local first = math.max(bottom, weighed - WEIGH_MAX)
  for seq = weighed - 1, first, -1 do
    bytes = bytes + size_of(string.format('%.0f', seq))
  end
  weighed = first > bottom and first or 1
end

-- Drops the oldest entries until the rest is few and small enough; the newest always stays.
local function drop_oldest()
  local left, dropped = redis.call('XLEN', KEYS[2]), 0
  local function is_excess()
    return dropped < TRIM_MAX and left > 1 and (left > tonumber(ARGV[1]) or bytes > tonumber(ARGV[10]))
  end
  while is_excess() do
    for _, row in ipairs(redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', LOOK_MAX)) do
      if not is_excess() then
        return
      end
      local seq = seq_in(row)
      bytes = bytes - (tonumber(seq) >= weighed and size_of(seq) or 0)
      redis.call('HDEL', KEYS[3], row[2][2])
      redis.call('HDEL', KEYS[5], seq)
      redis.call('XDEL', KEYS[2], row[1])
      left, dropped = left - 1, dropped + 1
    end
  end
end

local function add(id, entry, counts)
  if epoch == '0' then
    epoch = begin(KEYS[1], KEYS[4], run, 0, '0', '0')
  end
  uncounted = uncounted or redis.call('HGET', KEYS[1], 'uncounted') or '0'
  top = string.format('%.0f', top + 1)
  -- Before the stream has it: a step that fails half-way then leaves a gap, not a stream that takes nothing any more.
  redis.call('HSET', KEYS[1], 'top', top)
  redis.call('XADD', KEYS[2], top .. '-0', 'id', id, 'uncounted', uncounted)
  redis.call('HSET', KEYS[3], id, top)
  redis.call('HSET', KEYS[5], top, entry)
  bytes = bytes + #entry
  if counts ~= '1' then
    uncounted = string.format('%.0f', uncounted + 1)
  end
  added[#added + 1] = entry
  return top
end

-- Returns which of the entries that are put back have no place, by the index of their first argument. Of two nodes, one may
-- hold older entries than the other: once the other has put back as many as it must, the older ones would come after newer
-- ones, see without-place.ts.
local function without_place()
  local seqs, is_left_out = {}, {}
  if ARGV[8] == '0' then return is_left_out end
  local last = tonumber(redis.call('HGET', KEYS[1], 'base') or top)
  local shared_end = FIRST + ARGV[8] * FIELDS
  for at = FIRST, shared_end - 1, FIELDS do
    local seq = redis.call('HGET', KEYS[3], ARGV[at])
    seqs[at] = seq and tonumber(seq)
    last = math.max(last, seqs[at] or 0)
  end
  local next_seq = last + 1
  for at = shared_end - FIELDS, FIRST, -FIELDS do
    next_seq = seqs[at] or next_seq
    is_left_out[at] = not seqs[at] and top + 1 - next_seq >= tonumber(ARGV[9])
  end
  return is_left_out
end

local blocked

local function is_blocked()
  if blocked == nil then
    local record = redis.call('HGET', KEYS[6], 'record')
    blocked = record and #(cjson.decode(record).blockedBy or {}) > 0 or false
  end
  return blocked
end

read_weight()
local is_amended = false
local is_left_out = without_place()
for at = FIRST, #ARGV, FIELDS do
  local known = redis.call('HGET', KEYS[3], ARGV[at])
  local is_refused = (is_other or is_left_out[at]) and not known
  local target = not is_refused and ARGV[at + 3] ~= '' and redis.call('HGET', KEYS[3], ARGV[at + 3])
  if target then
    -- For a repeated id, too: what it amends may have been put back since.
    if tonumber(target) >= weighed then
      bytes = bytes + #ARGV[at + 4] - size_of(target)
      is_amended = true
    end
    redis.call('HSET', KEYS[5], target, ARGV[at + 4])
  end
  local is_kept_out = not known and not is_refused and ARGV[at + 5] == '1' and is_blocked()
  answer[#answer + 1] = known or is_refused and '0' or is_kept_out and '-1'
    or add(ARGV[at], ARGV[at + 1], ARGV[at + 2])
  answer[#answer + 1] = known and '1' or '0'
end

if #added > 0 then
  weigh_older()
  drop_oldest()
  local weight = string.format('%.0f', bytes)
  redis.call('HSET', KEYS[1], 'uncounted', uncounted, 'bytes', weight, 'weighed', string.format('%.0f', weighed))
  for start = 1, #added, PUBLISH_MAX do
    local first = string.format('%.0f', top - #added + start)
    local last = math.min(start + PUBLISH_MAX - 1, #added)
    redis.call(ARGV[3], ARGV[2], epoch .. ' ' .. first .. ' ' .. table.concat(added, '\n', start, last))
  end
elseif is_amended then
  redis.call('HSET', KEYS[1], 'bytes', string.format('%.0f', bytes))
elseif ARGV[7] ~= '0' then
  -- WAIT waits only for what its own connection wrote, and the id may have been written over another one.
  redis.call('HSET', KEYS[1], 'top', top)
end
answer[1] = epoch
return answer
