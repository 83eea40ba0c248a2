package dev.sluice.batches;

/// A line that is to be called.
///
/// @param order what was asked for with its batch
/// @param id the identifier of the call
/// @param body the body of the call, in JSON
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record LineCall(BatchOrder order, String id, byte[] body) {}
