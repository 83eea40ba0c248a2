package dev.sluice.provider.error;

import java.util.Set;

/// Words of a message that decide what an error means, where a provider has no machine-readable
/// word for it.
///
/// @param text part of the message, in lower case
/// @param statuses what it comes with; with any other it is not believed
/// @param meaning what the error means then
record Phrase(String text, Set<Integer> statuses, ErrorClass meaning) {}
