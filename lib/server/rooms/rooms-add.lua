-- Adds a room to a member's rooms, if there is a place for it.
--
-- KEYS[1]  set  room ids
-- ARGV[1]  the room's id
-- ARGV[2]  how many rooms a member may have
-- ARGV[3]  how many direct messages a member may have
-- ARGV[4]  the prefix of the ids of direct messages
-- ARGV[5]  how long the list is kept from now, in ms
--
-- Returns 'new', 'there' if the member had the room before, or 'full'.

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
