/// The meaning of a provider's error. [dev.sluice.internal.provider.error.Classifier] turns a
/// status, headers and a body into a [dev.sluice.call.Failed]; one table,
/// [dev.sluice.internal.provider.error.ErrorTable], holds the differences between providers.
///
/// Everything here is a pure function, safe for any thread. Each text that becomes part of a
/// message is bounded, and rid of control characters and of text that looks like a credential or an
/// account.
@NullMarked
package dev.sluice.internal.provider.error;

import org.jspecify.annotations.NullMarked;
