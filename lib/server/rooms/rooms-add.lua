-- Adds a room to those of a member, where there is a place for it.
--
-- KEYS[1]  set  room ids
-- ARGV[1]  the room's id
-- ARGV[2]  how many rooms there may be
-- ARGV[3]  how many direct messages there may be
-- ARGV[4]  what the ids of direct messages begin with
-- ARGV[5]  how long the list is kept from now, in ms
--
-- Returns 'new', 'there' where the room was among them before, or 'full'.

local rooms = redis.call('SMEMBERS', KEYS[1])
local directs = 0
for _, room in ipairs(rooms) do
  if room == ARGV[1] then
    return 'there'
  end
  if string.sub(room, 1, #ARGV[4]) == ARGV[4] then
    directs = directs + 1
  end
end
if #rooms >= tonumber(ARGV[2]) or directs >= tonumber(ARGV[3]) then
  return 'full'
end
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 'new'
