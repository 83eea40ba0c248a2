/// Anthropic's dialect, from a provider's side: the form of answers, errors, headers and lists.
/// What a model says, and how fast, is decided as for other dialects ([dev.sluice.sim.dialect]).
///
/// Everything here is confined to the event loop of its call, and knows no time but delays.
@NullMarked
package dev.sluice.sim.messages;

import org.jspecify.annotations.NullMarked;
