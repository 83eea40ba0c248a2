/// Gemini's dialect, `generateContent`: where it is asked
/// ([dev.sluice.internal.provider.gemini.GeminiPath]) and the meaning of its answers, in one table
/// ([dev.sluice.internal.provider.gemini.GenerateField]). An answer passes as it is, byte for byte.
@NullMarked
package dev.sluice.internal.provider.gemini;

import org.jspecify.annotations.NullMarked;
