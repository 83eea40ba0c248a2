/// Gemini's dialect towards clients: how a failure reads in an answer, in a stream or in an array,
/// and how models are listed.
@NullMarked
package dev.sluice.api.gemini;

import org.jspecify.annotations.NullMarked;
