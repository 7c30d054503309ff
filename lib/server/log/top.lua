-- Returns a room log's present state, and notices whether it is still the one that the asking node has seen.
--
-- KEYS[1]  hash        epoch, top, run, uncounted
-- KEYS[2]  sorted set  the forks, see epoch.lua
-- ARGV[1]  which run of the server this is, see epoch.lua
-- ARGV[2]  the newest epoch that the asking node has seen
-- ARGV[3]  the newest seq in it
--
-- Returns {epoch, top, uncounted, "epoch seq uncounted", …}, forks oldest first. What was written before there were entries
-- other than messages has no `uncounted`.

local epoch, top = settle(KEYS[1], KEYS[2], run_of(ARGV[1]), ARGV[2], ARGV[3])
local answer = {epoch, top, redis.call('HGET', KEYS[1], 'uncounted') or '0'}
for _, fork in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  answer[#answer + 1] = fork
end
return answer
