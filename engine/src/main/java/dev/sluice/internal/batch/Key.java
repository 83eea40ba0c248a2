package dev.sluice.internal.batch;

import dev.sluice.call.Call;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import java.util.Map;
import java.util.Set;

/// The properties that calls must have in common to be put together: everything but their inputs.
/// The route, and with it the credentials, is the filter's own.
///
/// @param model the model that the route has made of the name in the frame
/// @param unfit the targets that the calls may not go to
record Key(
    RequestTemplate frame,
    String model,
    Map<String, String> headers,
    Band band,
    String tenant,
    String subtenant,
    Set<String> unfit) {

  static Key of(Call call, RequestTemplate frame) {
    SchedulingHints hints = call.hints();
    return new Key(
        frame,
        call.model(),
        call.commonHeaders(),
        hints.band(),
        hints.tenant(),
        hints.subtenant(),
        call.failedTargets().unfit());
  }
}
