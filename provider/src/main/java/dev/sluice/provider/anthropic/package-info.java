/// The meaning of answers in Anthropic's dialect, the Messages API: its events and whole answers in
/// [dev.sluice.provider.anthropic.MessageFields]. An answer passes as it is, byte for byte.
@NullMarked
package dev.sluice.provider.anthropic;

import org.jspecify.annotations.NullMarked;
