/// Gemini's dialect, `generateContent`: where it is asked ([dev.sluice.provider.gemini.GeminiPath])
/// and the meaning of its answers, in one table ([dev.sluice.provider.gemini.GenerateField]). An
/// answer passes as it is, byte for byte.
@NullMarked
package dev.sluice.provider.gemini;

import org.jspecify.annotations.NullMarked;
