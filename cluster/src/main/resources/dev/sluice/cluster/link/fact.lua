-- FACT: something that holds for an account for a while.
-- KEYS: 1 facts (zset line -> end)  2 state
-- What is published: the revision, how long it holds in us, the line.
-- ARGV: 1 time  2 channel  3 line  4 how long, us
local facts, state, A = KEYS[1], KEYS[2], ARGV
local now
if A[1] == '' then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] else now = tonumber(A[1]) end
redis.call('ZREMRANGEBYSCORE', facts, '-inf', string.format('%.0f', now))
if redis.call('ZCARD', facts) >= 4096 then return {'0'} end
redis.call('ZADD', facts, string.format('%.0f', now + tonumber(A[4])), A[3])
redis.call('PEXPIRE', facts, 86400000)
local rev = redis.call('HINCRBY', state, 'rev', 1)
local told = redis.pcall('PUBLISH', A[2], rev .. ' ' .. A[4] .. ' ' .. A[3])
-- 1 whether it was taken; 2, if so, why it was not published, or ''
return {'1', type(told) == 'table' and told.err or ''}
