/// The meaning of a provider's error. [dev.sluice.provider.error.Classifier] turns a status,
/// headers and a body into a [dev.sluice.call.Failed]; one table,
/// [dev.sluice.provider.error.ErrorTable], holds the differences between providers.
///
/// Everything here is a pure function, safe for any thread. Each text that becomes part of a
/// message is bounded, and rid of control characters and of text that looks like a credential or an
/// account.
///
/// A provider's hints and limits in an error, from headers and body.
///
/// Text of a provider's errors: which parts are the provider's own, and which must not be shown to
/// clients.
@NullMarked
package dev.sluice.provider.error;

import org.jspecify.annotations.NullMarked;
