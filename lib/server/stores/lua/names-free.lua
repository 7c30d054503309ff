-- Tells which names nobody holds.
--
-- KEYS     see names.lua
-- ARGV[n]  the fold of a name
--
-- Returns 1 for each that is free, 0 for each that is not.

local time = now()
local answer = {}
for i, fold in ipairs(ARGV) do
  answer[i] = owner_of(fold, time) and 0 or 1
end
return answer
