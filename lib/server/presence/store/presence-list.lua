-- Lists who is in a room.
--
-- KEYS[1]  hash  member id -> {"name": …, "nodes": {node: true, …}}
-- KEYS[2]  string  the version of the list
-- ARGV[1]  the version of the list that the node has, or ''
--
-- Returns {version or nil, {id, value, id, value, …}}, or nil if the node has that list.

local version = redis.call('GET', KEYS[2])
if version and version == ARGV[1] and redis.call('EXISTS', KEYS[1]) == 1 then
  return nil
end
return {version, redis.call('HGETALL', KEYS[1])}
