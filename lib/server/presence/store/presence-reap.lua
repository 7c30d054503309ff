-- Removes a node from all members of a room, and fences off what it wrote before and arrives later.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- KEYS[2]  string  the version of the list
-- KEYS[3]  string  the node's fence, see fence.lua
-- ARGV[1]  the node
-- ARGV[2]  the next version of the list
--
-- Returns id, name, id, name, … of the members who are now at no node.

-- More than a node ever raises its fence by itself: if it is alive after all, it is told, and continues beyond this.
local BEYOND = 1e9

local departed = {}
local removed = 0
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do
  local member = cjson.decode(stored[i + 1])
  if member.nodes[ARGV[1]] then
    removed = removed + 1
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
elseif removed > 0 then
  redis.call('SET', KEYS[2], ARGV[2])
end
local fence = tonumber(redis.call('GET', KEYS[3]) or '0') + BEYOND
redis.call('SET', KEYS[3], string.format('%.0f', fence), 'PX', 3600000)
return departed
