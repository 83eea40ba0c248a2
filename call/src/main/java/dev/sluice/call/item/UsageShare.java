package dev.sluice.call.item;

/// The share of one answer's usage that belongs to some of its parts.
///
/// @param envelope the answer without its parts
public record UsageShare(ResponseTemplate envelope, Share share) {}
