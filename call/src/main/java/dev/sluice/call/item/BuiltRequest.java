package dev.sluice.call.item;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import io.netty.buffer.ByteBuf;

/// A request that has been put together.
///
/// @param operation what it asks for
/// @param body not pooled, so that it may just be dropped
/// @param facts what it says
public record BuiltRequest(Operation operation, ByteBuf body, RequestFacts facts) {}
