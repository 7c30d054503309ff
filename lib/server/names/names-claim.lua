-- Gives a member a name unless somebody else holds it or one that looks like it, and frees the member's previous name.
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

return claim(ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6])
