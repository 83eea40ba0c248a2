/// The meaning of a provider's error. [dev.sluice.provider.error.Classifier] turns a status,
/// headers and a body into a [dev.sluice.call.Failed]; one table,
/// [dev.sluice.provider.error.ErrorTable], holds the differences between providers, and
/// [dev.sluice.provider.error.Errors] chooses what is a configured provider's.
///
/// Hints when to come back and limits are read from headers and body
/// ([dev.sluice.provider.error.RateHeaderNames]). Of an error's text the parts are found that are
/// the provider's own ([dev.sluice.provider.error.RequestText]) and that must not be shown to
/// clients ([dev.sluice.provider.error.Redaction]). Each text that becomes part of a message is
/// bounded, and rid of control characters and of text that looks like a credential or an account.
///
/// The classifier and the redaction are pure functions, safe for any thread.
@NullMarked
package dev.sluice.provider.error;

import org.jspecify.annotations.NullMarked;
