-- Makes a name a member's where it is called so already, or was until lately, and nobody else holds the name.
--
-- KEYS     see names.lua
-- ARGV[1]  the member's id
-- ARGV[2]  the name's fold
-- ARGV[3]  the name
-- ARGV[4]  how long it is held, in ms
--
-- Returns 1 where it is the member's now, else 0.

if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] .. ' ' .. ARGV[3] then
  return 0
end
local time = now()
local owner = owner_of(ARGV[2], time)
if owner and owner ~= ARGV[1] then
  return 0
end
hold(ARGV[1], ARGV[2], ARGV[3], time + ARGV[4])
return 1
