-- Stores a record in place of the one before it, unless somebody was quicker, or another record that the change relies on
-- is no longer as it was seen.
--
-- KEYS[1]  hash  revision, record
-- KEYS[2]  hash  revision, record: the other one; absent where ARGV[4] is ''
-- ARGV[1]  the revision that is there, as far as the asking node knows; 0 for none
-- ARGV[2]  the record, of the revision after it
-- ARGV[3]  '1' where it goes in place of any earlier one, which is what a store has that lost the newest
-- ARGV[4]  the revision of the other record; 0 for none, '' for any
-- ARGV[5]  the other record from now on, of the revision after it; '' where it stays
--
-- Returns nil where the record is there now, or was before: a command that is sent again changes nothing. Otherwise the
-- record that is there; '' for none.

local stored = redis.call('HMGET', KEYS[1], 'revision', 'record')
if stored[2] == ARGV[2] then
  return
end
local revision = stored[1] or '0'
local is_next = revision == ARGV[1] or (ARGV[3] == '1' and tonumber(revision) <= tonumber(ARGV[1]))
local is_seen = ARGV[4] == '' or (redis.call('HGET', KEYS[2], 'revision') or '0') == ARGV[4]
if not (is_next and is_seen) then
  return stored[2] or ''
end
redis.call('HSET', KEYS[1], 'revision', string.format('%.0f', ARGV[1] + 1), 'record', ARGV[2])
if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[2], 'revision', string.format('%.0f', ARGV[4] + 1), 'record', ARGV[5])
end
