-- Notes the sessions of a node that have changed, and keeps all of them for another lease.
--
-- KEYS[1]  hash  session id -> name
-- ARGV[1]  how long they are kept, in ms
-- ARGV[2]  how many are open
-- ARGV[n]  an id and a name for each that is open, then the ids of those that are closed
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
