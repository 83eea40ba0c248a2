package dev.sluice.server;

import dev.sluice.call.pipeline.Observer;
import dev.sluice.server.config.SluiceConfig;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A recorder of calls as spans, which sends them somewhere. The server has no recorder of its own:
/// the program that starts it may bring one.
///
/// @param observer sees the calls, and gives them their places in traces
/// @param meters what became of the spans
/// @param configured takes each configuration that holds, the first included
/// @param note what stands in the way of sending what a configuration says; empty for nothing
/// @param end called when no call runs any more
public record Tracing(
    Observer observer,
    MeterBinder meters,
    Consumer<SluiceConfig> configured,
    Function<SluiceConfig, Optional<String>> note,
    Runnable end) {}
