-- Replaces a record, unless somebody else was faster, or another record that the change relies on is no longer as it was seen.
--
-- KEYS[1]  hash  revision, record
-- KEYS[2]  hash  revision, record: the other one; absent if ARGV[4] is ''
-- ARGV[1]  the present revision, as far as the asking node knows; 0 for none
-- ARGV[2]  the record with the next revision
-- ARGV[3]  '1' to replace any earlier revision, as a store has that lost the newest
-- ARGV[4]  the revision of the other record; 0 for none, '' for any
-- ARGV[5]  the new other record, with its next revision; '' to leave it
--
-- Returns nil if the record is stored now, or was before: repeating the command changes nothing. Otherwise returns the stored
-- record; '' for none.

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
