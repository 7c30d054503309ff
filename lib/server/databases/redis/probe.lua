-- Writes what an append would write, beside the rooms: where this fails no message can be stored.
--
-- KEYS[1]  stream  as the order of a room
-- KEYS[2]  hash    as the rest of a room; both are of one node, and go with it
-- ARGV[1]  how many milliseconds they are kept

redis.call('XADD', KEYS[1], 'MAXLEN', 1, '*', 'id', '')
redis.call('HSET', KEYS[2], 'top', '1')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 1
