-- Records that a member is in a room at a node.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- KEYS[2]  string  the version of the list
-- ARGV[1]  the member's id
-- ARGV[2]  the member's name
-- ARGV[3]  the node
-- ARGV[4]  the next version of the list
--
-- Returns 1 if the member was in the room at no node before, else 0.

local stored = redis.call('HGET', KEYS[1], ARGV[1])
local nodes = stored and cjson.decode(stored).nodes or {}
nodes[ARGV[3]] = true
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode({name = ARGV[2], nodes = nodes}))
redis.call('SET', KEYS[2], ARGV[4])
return stored and 0 or 1
