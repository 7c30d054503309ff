-- Revokes the admission of members to a private room.
--
-- KEYS[1]  set   ids of the admitted members
-- KEYS[2]  hash  id -> how, as JSON, see admission-put.lua
-- ARGV[1]  the number of a link: members who came by a later one stay; '' to let nobody stay
-- ARGV[2]  … the ids
--
-- Returns the ids of the members who were admitted until now.

local gone = {}
for at = 2, #ARGV do
  local known = redis.call('HGET', KEYS[2], ARGV[at])
  local by = known and cjson.decode(known).by
  local stays = ARGV[1] ~= '' and type(by) == 'number' and by > tonumber(ARGV[1])
  if not stays then
    redis.call('HDEL', KEYS[2], ARGV[at])
    if redis.call('SREM', KEYS[1], ARGV[at]) == 1 then
      gone[#gone + 1] = ARGV[at]
    end
  end
end
return gone
