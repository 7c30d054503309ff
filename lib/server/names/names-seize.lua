-- Gives a member a name that is free, or held by somebody who may lose it, and takes names that look like it from everybody who
-- may lose them.
--
-- KEYS     see names.lua
-- ARGV[1]  the member's id
-- ARGV[2]  the name's fold
-- ARGV[3]  the name
-- ARGV[4]  how long it is held, in ms
-- ARGV[5]  the node that the member goes with, '' for none
-- ARGV[6]  what the name looks like, separated by spaces
-- ARGV[7]  the prefix of the ids of members who lose no name
--
-- Returns {1 if the member has it now, else 0; the ids of those who have lost theirs …}.

local time = now()
local owner = owner_of(ARGV[2], time)
local is_others = owner and owner ~= ARGV[1]
if is_others and is_kept(owner, ARGV[7]) then
  return {0}
end
local answer = {1}
if is_others then
  answer[2] = owner
end
for _, loser in ipairs(take_alike(ARGV[1], ARGV[2], ARGV[6], ARGV[7], time)) do
  answer[#answer + 1] = loser
end
hold(ARGV[1], ARGV[2], ARGV[3], time + ARGV[4], ARGV[5], ARGV[6])
return answer
