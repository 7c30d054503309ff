-- Tells which names nobody holds, nor one that looks like it.
--
-- KEYS     see names.lua
-- ARGV[n]  the fold of a name, and what it looks like, separated by spaces
--
-- Returns 1 for each that is free, 0 for each that is not.

local time = now()
local answer = {}
for i, keys in ipairs(ARGV) do
  local fold, looks = string.match(keys, '^(%S+) (.*)$')
  answer[i] = (owner_of(fold, time) or is_alike('', looks, time)) and 0 or 1
end
return answer
