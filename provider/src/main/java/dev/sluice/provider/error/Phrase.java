package dev.sluice.provider.error;

import java.util.Set;

/// A phrase of a message that decides what an error means, where a provider has no machine-readable
/// word for it.
///
/// @param text the phrase, in lower case
/// @param statuses the statuses with which the phrase is believed
/// @param meaning the class of the error
record Phrase(String text, Set<Integer> statuses, ErrorClass meaning) {}
