-- Removes a dead node from all members of a room.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- KEYS[2]  string  what the list is known by
-- ARGV[1]  the dead node
-- ARGV[2]  what the list is known by from now on
--
-- Returns id, name, id, name, … of those who now are at no node.

local departed = {}
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do
  local member = cjson.decode(stored[i + 1])
  if member.nodes[ARGV[1]] then
    member.nodes[ARGV[1]] = nil
    if next(member.nodes) then
      redis.call('HSET', KEYS[1], stored[i], cjson.encode(member))
    else
      redis.call('HDEL', KEYS[1], stored[i])
      departed[#departed + 1] = stored[i]
      departed[#departed + 1] = member.name
    end
  end
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[2])
else
  redis.call('SET', KEYS[2], ARGV[2])
end
return departed
