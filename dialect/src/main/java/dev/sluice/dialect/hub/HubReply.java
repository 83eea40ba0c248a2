package dev.sluice.dialect.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model's answer.
///
/// @param id the provider's; empty if it gave none
/// @param stopSequence which one ended it, where the provider says so
/// @param dropped the paths of what was left out of it, since it is not known here what it means
public record HubReply(
    String id,
    String model,
    List<Block> blocks,
    StopReason stop,
    @Nullable String stopSequence,
    TokenUsage usage,
    List<String> dropped) {}
