/// Requests of clients that speak Anthropic's Messages, read into the hub.
@NullMarked
package dev.sluice.internal.dialect.anthropic.decode;

import org.jspecify.annotations.NullMarked;
