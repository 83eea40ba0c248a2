/// The items of a provider's answer in OpenAI's Responses, whole or as they come in events, read
/// into the hub's events.
@NullMarked
package dev.sluice.internal.dialect.responses.item;

import org.jspecify.annotations.NullMarked;
