-- Frees a member's name.
--
-- KEYS     see names.lua
-- ARGV[1]  the member's id

local fold = held_by(ARGV[1])
if fold then
  drop(fold)
end
