-- Removes a dead node from all members of a room.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- ARGV[1]  the dead node
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
return departed
