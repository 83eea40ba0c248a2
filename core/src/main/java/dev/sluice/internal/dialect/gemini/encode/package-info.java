/// Requests to providers that speak Gemini's generateContent, written from the hub.
@NullMarked
package dev.sluice.internal.dialect.gemini.encode;

import org.jspecify.annotations.NullMarked;
