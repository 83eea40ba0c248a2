/// Providers: how each is reached, and what its answers mean.
///
/// - [dev.sluice.provider.ProviderService] is a target: it sends a call to a provider.
/// - [dev.sluice.provider.StreamNegotiation] decides whether a whole answer is asked for as a
///   stream, and [dev.sluice.provider.StreamTrust] holds the models whose streams are known to say
///   as much.
/// - [dev.sluice.provider.model.ModelLister] asks a provider for its models.
/// - [dev.sluice.config.provider.Preset] holds the built-in settings of each provider.
/// - The subpackage `request` reads requests, and `answer` reads answers and holds what they mean
///   in each dialect; `assemble` makes a whole answer of a stream, `error` holds what errors mean,
///   `header` the headers that pass, `auth` what authorises requests where no key does, `item` the
///   items of embeddings and moderations, `prefill` answers that go on, and `stored` the names of
///   what providers hold. The scanners of JSON and of events are those of [dev.sluice.dialect.json]
///   and [dev.sluice.dialect.sse].
///
/// ```
/// call -> ProviderService -> Transport          on the call's virtual thread
/// sink <- AnswerScanner   <- Transport          on the call's loop
/// ```
///
/// Services and listers are immutable and safe for any number of threads. Requests are built from
/// configuration, never from the client's headers; of the client's words only the body goes out.
@NullMarked
package dev.sluice.provider;

import org.jspecify.annotations.NullMarked;
