-- Stores how order is kept in a room in place of what was known before, unless somebody was quicker or the room is
-- another by now than the one that the right to do so was read from.
--
-- KEYS[1]  hash  revision, record: how order is kept
-- KEYS[2]  hash  revision, record: the room
-- ARGV[1]  the revision that is there, as far as the asking node knows; 0 for none
-- ARGV[2]  the record, of the revision after it
-- ARGV[3]  the revision of the room; 0 where nobody made it, '' for any
-- ARGV[4]  the record of the room from now on, of the revision after it; '' where it stays
--
-- Returns 1 where the record is there now, 0 where it is not. A command that is sent again changes nothing.

if redis.call('HGET', KEYS[1], 'record') == ARGV[2] then
  return 1
end
local revision = redis.call('HGET', KEYS[1], 'revision') or '0'
local room = redis.call('HGET', KEYS[2], 'revision') or '0'
if revision ~= ARGV[1] or (ARGV[3] ~= '' and room ~= ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], 'revision', string.format('%.0f', ARGV[1] + 1), 'record', ARGV[2])
if ARGV[4] ~= '' then
  redis.call('HSET', KEYS[2], 'revision', string.format('%.0f', ARGV[3] + 1), 'record', ARGV[4])
end
return 1
