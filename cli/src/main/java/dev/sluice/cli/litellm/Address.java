package dev.sluice.cli.litellm;

import java.util.Optional;

/// A provider's address.
///
/// @param text as the written file has it; empty where its type has it
/// @param inside whether it plainly leads into the gateway's own network
/// @param own whether it is the vendor's own, or not known to be another
record Address(Optional<String> text, boolean inside, boolean own) {}
