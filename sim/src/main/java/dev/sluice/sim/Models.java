package dev.sluice.sim;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The models of a provider. A model with the name `sim-fault/FAULT` is the first one of the
/// scenario with that fault: the way to a fault through whatever lets no header pass.
final class Models {
  private static final String FAULTY = "sim-fault/";

  private final Map<String, ModelState> states = new LinkedHashMap<>();
  private final ModelState first;

  Models(Scenario scenario, Clock clock) {
    for (Model model : scenario.models()) {
      states.put(model.name(), new ModelState(model, scenario.seed(), clock));
    }
    first = states.values().iterator().next();
  }

  Set<String> names() {
    return states.keySet();
  }

  /// Answers a call.
  ///
  /// @throws Refusal if it is wrong
  /// @throws InvalidFault if the model is a fault that does not exist
  HttpReply answer(ReadCall call, ReceivedRequest request, PendingReply ticket)
      throws Refusal, InvalidFault {
    return find(call.content().model(), ticket).answer(call, request, ticket);
  }

  private ModelState find(String name, PendingReply ticket) throws Refusal, InvalidFault {
    ModelState state = states.get(name);
    if (state == null && name.startsWith(FAULTY)) {
      ticket.strike(FaultCall.parse(name.substring(FAULTY.length())));
      state = first;
    }
    if (state == null) {
      throw new Refusal(OpenAiError.noModel(name));
    }
    ticket.model(name);
    return state;
  }
}
