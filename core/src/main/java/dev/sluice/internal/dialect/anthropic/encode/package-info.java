/// Requests to providers that speak Anthropic's Messages, written from the hub.
@NullMarked
package dev.sluice.internal.dialect.anthropic.encode;

import org.jspecify.annotations.NullMarked;
