package dev.sluice.internal.item;

/// Which share of what one answer has used belongs to some of its parts.
///
/// @param envelope that answer, without its parts
public record UsageShare(ResponseTemplate envelope, Share share) {}
