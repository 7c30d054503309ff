-- Stores what is known of something in place of what was known before, unless somebody was quicker.
--
-- KEYS[1]  hash  revision, record
-- ARGV[1]  the revision of the record that is there, as far as the asking node knows; 0 for none
-- ARGV[2]  the record, of the revision after it
-- ARGV[3]  '1' where it goes in place of any earlier one, which is what a store has that lost the newest
--
-- Returns the record that is there now.

local revision = redis.call('HGET', KEYS[1], 'revision') or '0'
local is_earlier = ARGV[3] == '1' and tonumber(revision) <= tonumber(ARGV[1])
if revision == ARGV[1] or is_earlier then
  redis.call('HSET', KEYS[1], 'revision', string.format('%.0f', ARGV[1] + 1), 'record', ARGV[2])
end
return redis.call('HGET', KEYS[1], 'record')
