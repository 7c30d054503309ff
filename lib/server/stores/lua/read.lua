-- Reads a part of a room's log together with where the log stands.
--
-- KEYS[1]  hash    epoch, top
-- KEYS[2]  stream  the entries, `seq-0` is the id
-- ARGV[1]  'after' or 'before'
-- ARGV[2]  a seq; 'before' also takes '+', behind the newest
-- ARGV[3]  entries at most
--
-- Returns {epoch, top, bottom, from, entry, entry, …}, entries oldest first, all as strings.

local place = redis.call('HMGET', KEYS[1], 'epoch', 'top')
local epoch, top = place[1] or '0', place[2] or '0'

local oldest = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
local bottom = oldest and string.match(oldest[1], '%d+') or string.format('%.0f', top + 1)

local rows
local from
if ARGV[1] == 'after' then
  rows = redis.call('XRANGE', KEYS[2], string.format('%.0f-0', ARGV[2] + 1), '+', 'COUNT', ARGV[3])
  from = math.min(tonumber(ARGV[2]), tonumber(top)) + 1
else
  local newest = ARGV[2] == '+' and '+' or '(' .. ARGV[2] .. '-0'
  rows = redis.call('XREVRANGE', KEYS[2], newest, '-', 'COUNT', ARGV[3])
  for i = 1, math.floor(#rows / 2) do
    rows[i], rows[#rows - i + 1] = rows[#rows - i + 1], rows[i]
  end
  from = ARGV[2] == '+' and top + 1 or math.min(tonumber(ARGV[2]), top + 1)
end

local answer = {epoch, top, bottom, rows[1] and string.match(rows[1][1], '%d+') or string.format('%.0f', from)}
for _, row in ipairs(rows) do
  answer[#answer + 1] = row[2][4]
end
return answer
