-- Exchanges secrets between the asking node and the store: whatever Redis has lost, any node that holds a secret puts it back.
-- If there is nothing to add, it writes nothing, so that a Redis that takes no writes still answers.
--
-- KEYS[1]  sorted set  the secrets, by the time when they were made
-- KEYS[2]  string      the only secret that earlier versions know: it counts as the oldest of all
-- ARGV[1]  how many are kept, oldest first
-- ARGV[2], ARGV[3]  when a new one was made, and the new one, which is stored if there is none
-- and for each one that the asking node knows:
-- ARGV[4]  when it was made
-- ARGV[5]  the secret
--
-- Returns the secrets, oldest first, each followed by the time when it was made.

local function add(made, secret)
  local known = redis.call('ZSCORE', KEYS[1], secret)
  if not known or tonumber(made) < tonumber(known) then
    redis.call('ZADD', KEYS[1], made, secret)
  end
end

for at = 4, #ARGV, 2 do
  add(ARGV[at], ARGV[at + 1])
end
local earlier = redis.call('GET', KEYS[2])
if earlier and not redis.call('ZSCORE', KEYS[1], earlier) then
  add('0', earlier)
end
if redis.call('ZCARD', KEYS[1]) == 0 then
  add(ARGV[2], ARGV[3])
end
if redis.call('ZCARD', KEYS[1]) > tonumber(ARGV[1]) then
  redis.call('ZREMRANGEBYRANK', KEYS[1], ARGV[1], -1)
end
if not earlier then
  redis.call('SET', KEYS[2], redis.call('ZRANGE', KEYS[1], 0, 0)[1])
end
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
