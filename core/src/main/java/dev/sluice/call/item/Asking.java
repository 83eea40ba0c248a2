package dev.sluice.call.item;

import dev.sluice.call.Facts;
import io.netty.buffer.ByteBuf;

/// A request that has been put together.
///
/// @param body not pooled, so that it may just be dropped
/// @param facts what it says
public record Asking(ByteBuf body, Facts facts) {}
