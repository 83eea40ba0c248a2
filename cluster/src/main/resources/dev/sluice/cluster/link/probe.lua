-- PROBE: the right of one node to try a target that recovers.
-- KEYS: 1 the probe of a target
-- ARGV: 1 time, of no use here  2 node  3 how long, ms
local set = redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[3])
-- 1 whether this node has it
return {set and '1' or (redis.call('GET', KEYS[1]) == ARGV[2] and '1' or '0')}
