package dev.sluice.dialect.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of a model.
///
/// @param id the provider's id of the answer; empty if it gave none
/// @param stopSequence the stop sequence that ended the answer, where the provider says so
/// @param dropped the paths of what was left out of the answer, since its meaning is not known
public record HubReply(
    String id,
    String model,
    List<ContentBlock> blocks,
    StopReason stop,
    @Nullable String stopSequence,
    TokenUsage usage,
    List<String> dropped) {}
