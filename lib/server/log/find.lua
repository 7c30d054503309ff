-- Finds an entry by its id.
--
-- KEYS[1]  hash    epoch, top
-- KEYS[2]  stream  the order, see append.lua
-- KEYS[3]  hash    entry id -> seq
-- KEYS[4]  hash    seq -> entry
-- ARGV[1]  the entry's id
--
-- Returns {epoch, seq, entry} as strings, or an empty table.

local seq = redis.call('HGET', KEYS[3], ARGV[1])
if not seq then
  return {}
end
local entry = redis.call('HGET', KEYS[4], seq)
if not entry then
  -- From before entries moved out of the stream.
  local row = redis.call('XRANGE', KEYS[2], seq .. '-0', seq .. '-0')[1]
  entry = row and row[2][4]
end
return entry and {redis.call('HGET', KEYS[1], 'epoch') or '0', seq, entry} or {}
