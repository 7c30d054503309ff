-- Reads a part of a room's log, together with the log's present state.
--
-- KEYS[1]  hash    epoch, top, uncounted
-- KEYS[2]  stream  the order, see append.lua
-- KEYS[3]  hash    seq -> entry
-- ARGV[1]  'after' or 'before'
-- ARGV[2]  a seq; 'before' also takes '+', which means the newest
-- ARGV[3]  how many entries at most
-- ARGV[4]  how many bytes the entries may have together, unless there is only one; 0 for any number
--
-- Returns {epoch, top, bottom, from, uncounted before `from`, entry, entry, …}, entries oldest first, all as strings.

-- How many arguments unpack() can pass to a command.
local UNPACK_MAX = 1000

local bytes_max = tonumber(ARGV[4])

local place = redis.call('HMGET', KEYS[1], 'epoch', 'top', 'uncounted')
local epoch, top = place[1] or '0', place[2] or '0'

local function seq_of(row)
  return string.match(row[1], '%d+')
end

-- Rows from when all entries were messages have the entry itself in place of the count.
local function uncounted_before(row)
  return row[2][3] == 'uncounted' and row[2][4] or '0'
end

local oldest = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
local bottom = oldest and seq_of(oldest) or string.format('%.0f', top + 1)

-- Returns how many of the rows fit into the bound in bytes, but at least one.
local function count_that_fit(rows)
  local bytes = 0
  for i, row in ipairs(rows) do
    local length = redis.call('HSTRLEN', KEYS[3], seq_of(row))
    bytes = bytes + (length > 0 and length or #(row[2][4] or ''))
    if bytes > bytes_max and i > 1 then
      return i - 1
    end
  end
  return #rows
end

local function cut(rows)
  if bytes_max == 0 then
    return rows
  end
  local fitting = {}
  for i = 1, count_that_fit(rows) do
    fitting[i] = rows[i]
  end
  return fitting
end

local rows
local from
if ARGV[1] == 'after' then
  rows = redis.call('XRANGE', KEYS[2], string.format('%.0f-0', ARGV[2] + 1), '+', 'COUNT', ARGV[3])
  rows = cut(rows)
  from = math.min(tonumber(ARGV[2]), tonumber(top)) + 1
else
  local newest = ARGV[2] == '+' and '+' or '(' .. ARGV[2] .. '-0'
  rows = redis.call('XREVRANGE', KEYS[2], newest, '-', 'COUNT', ARGV[3])
  rows = cut(rows)
  for i = 1, math.floor(#rows / 2) do
    rows[i], rows[#rows - i + 1] = rows[#rows - i + 1], rows[i]
  end
  from = ARGV[2] == '+' and top + 1 or math.min(tonumber(ARGV[2]), top + 1)
end

from = rows[1] and seq_of(rows[1]) or string.format('%.0f', from)
local first = rows[1] or redis.call('XRANGE', KEYS[2], from .. '-0', '+', 'COUNT', 1)[1]
local answer = {epoch, top, bottom, from, first and uncounted_before(first) or place[3] or '0'}

for start = 1, #rows, UNPACK_MAX do
  local seqs = {}
  for i = start, math.min(start + UNPACK_MAX - 1, #rows) do
    seqs[#seqs + 1] = seq_of(rows[i])
  end
  for i, entry in ipairs(redis.call('HMGET', KEYS[3], unpack(seqs))) do
    answer[#answer + 1] = entry or rows[start + i - 1][2][4]
  end
end
return answer
