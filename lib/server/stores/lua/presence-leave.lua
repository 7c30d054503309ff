-- Notes that a member is no longer in a room at a node.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- ARGV[1]  the member's id
-- ARGV[2]  the node
--
-- Returns 1 where the member was in the room and now is at no node, else 0.

local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then
  return 0
end

local member = cjson.decode(stored)
member.nodes[ARGV[2]] = nil
if next(member.nodes) then
  redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(member))
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
return 1
