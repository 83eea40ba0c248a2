/// Requests of clients that speak Gemini's generateContent, read into the hub.
@NullMarked
package dev.sluice.internal.dialect.gemini.decode;

import org.jspecify.annotations.NullMarked;
