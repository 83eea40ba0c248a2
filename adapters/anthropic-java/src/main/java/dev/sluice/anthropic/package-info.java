/// Anthropic's client for Java in front of a gateway in the same process:
/// [dev.sluice.anthropic.SluiceAnthropic].
@NullMarked
package dev.sluice.anthropic;

import org.jspecify.annotations.NullMarked;
