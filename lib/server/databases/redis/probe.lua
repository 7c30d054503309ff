-- Writes what an append would write, but outside the rooms: if this fails, no message can be stored.
--
-- KEYS[1]  stream  like the order of a room
-- KEYS[2]  hash    like the rest of a room; both belong to one node, and expire after it
-- ARGV[1]  how long they are kept, in ms

redis.call('XADD', KEYS[1], 'MAXLEN', 1, '*', 'id', '')
redis.call('HSET', KEYS[2], 'top', '1')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 1
