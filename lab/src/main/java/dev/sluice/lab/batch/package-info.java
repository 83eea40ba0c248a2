/// The worth of batching, and whether it is right: `./sluice lab batch`.
///
/// - [dev.sluice.lab.batch.SteadyEmbeddings]: embeddings of one text each at fixed rates, with and
///   without batching, over sockets on both sides; upstream calls and added latency
/// - [dev.sluice.lab.batch.EquivalenceCheck]: random calls in every form and encoding, while the
///   provider fails at random; each answer is compared, to the byte, with that to the same call
///   sent alone
@NullMarked
package dev.sluice.lab.batch;

import org.jspecify.annotations.NullMarked;
