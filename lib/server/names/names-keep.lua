-- Gives a member a name that they have already, or recently had, unless somebody else holds it.
--
-- KEYS     see names.lua
-- ARGV[1]  the member's id
-- ARGV[2]  the name's fold
-- ARGV[3]  the name
-- ARGV[4]  how long it is held, in ms
-- ARGV[5]  the node that the member goes with, '' for none
-- ARGV[6]  what the name looks like, separated by spaces
--
-- Returns 1 if the member has it now, else 0.

if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] .. ' ' .. ARGV[3] then
  return 0
end
return claim(ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6])
