/// Providers: how each is reached, and what its answers mean.
///
/// - [dev.sluice.provider.ProviderService] is a target: it sends a call to a provider.
/// - [dev.sluice.provider.stream.StreamTrust] holds the models whose streams are known to say as
///   much as whole answers.
/// - [dev.sluice.provider.model.ModelLister] asks a provider for its models.
/// - [dev.sluice.config.provider.Preset] holds the built-in settings of each provider.
/// - The subpackage `request` reads requests, and `answer` reads answers, whatever their dialect;
///   `openai`, `anthropic`, `gemini` and `cohere` hold what the answers of each dialect mean,
///   `assemble` makes a whole answer of a stream, `error` holds what errors mean, `header` the
///   headers that pass, `item` the items of embeddings and moderations, `prefill` answers that go
///   on, `stored` the names of what providers hold, and `stream` decides whether to ask for a
///   stream. The scanners of JSON and of events are those of [dev.sluice.dialect.json] and
///   [dev.sluice.dialect.sse].
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
