-- Records that a member is no longer in a room at a node.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- KEYS[2]  string  the version of the list
-- ARGV[1]  the member's id
-- ARGV[2]  the node
-- ARGV[3]  the next version of the list
--
-- Returns 1 if the member was in the room and is now at no node, else 0.

local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then
  return 0
end

local member = cjson.decode(stored)
member.nodes[ARGV[2]] = nil
redis.call('SET', KEYS[2], ARGV[3])
if next(member.nodes) then
  redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(member))
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[2])
end
return 1
