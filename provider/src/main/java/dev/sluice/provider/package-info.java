/// Providers: how each is reached and what its answers mean. The only place that knows JSON.
///
/// - [dev.sluice.provider.ProviderService] is a target: it sends a call to a provider.
/// - [dev.sluice.provider.stream.StreamTrust] is what is known of its streams.
/// - [dev.sluice.provider.model.ModelLister] asks one for its models.
/// - [dev.sluice.config.provider.Preset] holds the built-in settings of each.
/// - The subpackage `request` reads requests and `answer` answers, whatever their dialect; `openai`
///   holds what a dialect means, `error` what errors mean, `sse` and `json` the two formats below.
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
