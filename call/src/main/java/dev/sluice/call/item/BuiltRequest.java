package dev.sluice.call.item;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import io.netty.buffer.ByteBuf;

/// A request that was built from items and a template.
///
/// @param operation the operation of the request
/// @param body the body of the request; not pooled, so that it may just be dropped
/// @param facts the facts of the body
public record BuiltRequest(Operation operation, ByteBuf body, RequestFacts facts) {}
