/// The codec of Gemini's generateContent ([dev.sluice.dialect.gemini.GeminiCodec]): requests of
/// clients are read into the neutral conversation and requests to providers written from it, and
/// answers, whole and in events, and errors both ways. Stateless, but for what reads or writes the
/// events of one answer, which belongs to one thread.
@NullMarked
package dev.sluice.dialect.gemini;

import org.jspecify.annotations.NullMarked;
