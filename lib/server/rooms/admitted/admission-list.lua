-- Returns one page of the members who are admitted to a private room.
--
-- KEYS[1]  set   their ids
-- KEYS[2]  hash  id -> how they were admitted, as JSON, see admission-put.lua
-- ARGV[1]  the cursor of SSCAN
-- ARGV[2]  about how many to return
--
-- Returns how many there are in all, the next cursor ('0' at the end), and for each member the id and how, '' where unknown.

local page = redis.call('SSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local answer = {tostring(redis.call('SCARD', KEYS[1])), page[1]}
for _, id in ipairs(page[2]) do
  answer[#answer + 1] = id
  answer[#answer + 1] = redis.call('HGET', KEYS[2], id) or ''
end
return answer
