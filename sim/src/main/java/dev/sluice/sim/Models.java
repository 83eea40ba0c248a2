package dev.sluice.sim;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.Shape;
import dev.sluice.sim.fault.BatchFaultCall;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /// Answers a line of a batch, which is read by now. A fault that its model names changes what the
  /// answer says, or is a status; there is no connection that it could break.
  ///
  /// @param id a part of every identifier in the answer
  /// @param draw what is drawn depends on it
  /// @throws Refusal if it is wrong
  /// @throws InvalidFault if the model is a fault that does not exist
  LineResult line(ReadCall call, ReceivedRequest request, String id, long draw)
      throws Refusal, InvalidFault {
    String name = call.content().model();
    FaultCall fault = fault(name);
    LineResult result =
        find(name).line(call, request, id, draw, fault == null ? Shape.TRUE : fault.shape());
    if (fault == null || fault.fault() != Fault.STATUS) {
      return result;
    }
    HttpReply error = fault.apply(result.reply(), Instant.EPOCH, 0);
    return new LineResult(error, result.tokens(), result.cost());
  }

  private ModelState find(String name, PendingReply ticket) throws Refusal, InvalidFault {
    FaultCall fault = fault(name);
    if (fault != null) {
      ticket.strike(fault);
    }
    ModelState state = find(name);
    ticket.model(name);
    return state;
  }

  /// The fault that a model's name says; null for none, or for one of a batch.
  private @Nullable FaultCall fault(String name) throws InvalidFault {
    boolean says = name.startsWith(FAULTY) && !states.containsKey(name);
    String fault = says ? name.substring(FAULTY.length()) : "";
    return !says || BatchFaultCall.names(fault) ? null : FaultCall.parse(fault);
  }

  private ModelState find(String name) throws Refusal {
    ModelState state = states.get(name);
    if (state == null && !name.startsWith(FAULTY)) {
      throw new Refusal(OpenAiError.noModel(name));
    }
    return state == null ? first : state;
  }
}
