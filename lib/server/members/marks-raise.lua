-- Raises a member's read mark in a room.
--
-- KEYS[1]  hash  room -> "epoch number ms", where ms is when it was raised
-- ARGV[1]  the room
-- ARGV[2]  the mark's epoch
-- ARGV[3]  the mark's number
-- ARGV[4]  how many rooms at most
-- ARGV[5]  how long the marks are kept from now, in ms
--
-- Returns the mark as it is now, {epoch, number}, as strings.

local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored then
  local epoch, number = string.match(stored, '^(%d+) (%d+)')
  local is_later = tonumber(ARGV[2]) > tonumber(epoch)
    or tonumber(ARGV[2]) == tonumber(epoch) and tonumber(ARGV[3]) > tonumber(number)
  if not is_later then
    return {epoch, number}
  end
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. now)
if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then
  local oldest, oldest_time
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    local raised = tonumber(string.match(all[i + 1], '%d+$'))
    if all[i] ~= ARGV[1] and (not oldest or raised < oldest_time) then
      oldest, oldest_time = all[i], raised
    end
  end
  redis.call('HDEL', KEYS[1], oldest)
end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return {ARGV[2], ARGV[3]}
