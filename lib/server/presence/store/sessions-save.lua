-- Saves a node's changed sessions, and keeps all of them for another lease.
--
-- KEYS[1]  hash  session id -> name
-- ARGV[1]  how long they are kept, in ms
-- ARGV[2]  how many of them are open
-- ARGV[n]  an id and a name for each open one, then the ids of the closed ones
--
-- Returns how many sessions are stored now.

local first_closed = 3 + 2 * tonumber(ARGV[2])
for i = 3, first_closed - 1, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
for i = first_closed, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HLEN', KEYS[1])
