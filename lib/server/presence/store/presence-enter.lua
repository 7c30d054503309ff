-- Notes that a member is in a room at a node.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- KEYS[2]  string  what the list is known by
-- ARGV[1]  the member's id
-- ARGV[2]  its name
-- ARGV[3]  the node
-- ARGV[4]  what the list is known by from now on
--
-- Returns 1 where the member was in the room at no node before, else 0.

local stored = redis.call('HGET', KEYS[1], ARGV[1])
local nodes = stored and cjson.decode(stored).nodes or {}
nodes[ARGV[3]] = true
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode({name = ARGV[2], nodes = nodes}))
redis.call('SET', KEYS[2], ARGV[4])
return stored and 0 or 1
