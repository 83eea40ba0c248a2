/// `lab calls`: how many calls to the provider a retrieval workload needs, with and without
/// batching, coalescing and the cache, in front of the simulated provider and over real sockets.
///
/// The workload is a planned list with a fixed seed: 80 % embeddings of one to four texts, 20 %
/// whole chats at temperature 0; of all calls 5 % repeat one that was planned within the second
/// before, and 20 % repeat any earlier one, which stands for the last hour. Each call is sent at
/// its planned time, whatever became of those before, and its latency counts from there.
///
/// Both gateways get the same list three times: without limits (calls, latency, tokens), with a
/// limit of requests and with one of tokens, each exceeded by 30 % (answers of status 429); and
/// other calls one after the other (the latency of a call that finds nothing to share). Each
/// gateway begins with an empty cache, and has no queue: a call that cannot be served at once gets
/// a 429.
@NullMarked
package dev.sluice.lab.calls;

import org.jspecify.annotations.NullMarked;
