package dev.sluice.report.history;

import dev.sluice.call.request.Band;

/// The key of a series of counts. All three parts come from the configuration or from a closed
/// list.
///
/// @param target `provider/model`; empty for calls that reached none
/// @param route its name; empty for calls that no route answers for
/// @param band the calls' priority
public record SeriesKey(String target, String route, Band band) {}
