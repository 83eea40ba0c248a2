/// Tells the owners of budgets by webhooks: posts to addresses of the configuration.
///
/// ```text
/// tell (a call's thread) ──> WebhookQueue, one for each address: bounded, a thread of its own
///                              Outbox: what waits, in order; repeats with backoff
///                              WebhookMessage ──> body ──> WebhookSignature ──> WebhookPost
/// ```
///
/// A call's thread adds to a queue and goes on: a receiver that is slow or dead costs calls
/// nothing, and other receivers nothing. No thread and no client is made before the first message.
@NullMarked
package dev.sluice.server.webhook;

import org.jspecify.annotations.NullMarked;
