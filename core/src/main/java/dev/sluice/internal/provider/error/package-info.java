/// What a provider's error means. [dev.sluice.internal.provider.error.Classifier] turns a status,
/// headers and a body into a [dev.sluice.call.Failed]; what differs between providers stands in one
/// table, [dev.sluice.internal.provider.error.ErrorTable].
///
/// Everything here is a pure function, safe for any thread. Whatever becomes part of a message is
/// bounded, and rid of control characters and of what looks like a credential or an account.
@NullMarked
package dev.sluice.internal.provider.error;

import org.jspecify.annotations.NullMarked;
