package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint.PassThrough;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.RequestFacts.Resource;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.request.UsageMember;
import dev.sluice.call.request.UsageMember.Count;
import dev.sluice.config.ConfigNames;
import dev.sluice.server.client.Client;
import dev.sluice.server.config.PassThroughConfig;
import dev.sluice.server.config.PassThroughConfig.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The pass-throughs of a gateway: who may ask for which path, and what a request to one is as a
/// call. Immutable.
///
/// @param byName by their names
public record PassThroughs(Map<String, PassThroughConfig> byName) {
  private static final String CALL = "call";

  public PassThroughs {
    byName = Map.copyOf(byName);
  }

  /// The pass-throughs of a configuration.
  public static PassThroughs of(List<PassThroughConfig> all) {
    return new PassThroughs(
        all.stream().collect(Collectors.toMap(PassThroughConfig::name, Function.identity())));
  }

  /// The fault of a request; null for none. A client without leave does not learn which
  /// pass-throughs there are.
  ///
  /// @param target as it stands in the request line
  @Nullable ApiError fault(String method, String target, PassThrough asked, Client client) {
    PassThroughConfig config = byName.get(asked.name());
    boolean named = client.terms().scope().allowsPassThrough(asked.name());
    if (!named || (config != null && !isOfTeam(config, client))) {
      return ScopeErrors.passThrough(asked.name());
    }
    if (config == null) {
      return RequestErrors.nowhere(target);
    }
    if (!asked.fault().isEmpty()) {
      return ApiError.request(
          400, "invalid_path", "a request that is passed through " + asked.fault());
    }
    boolean allowed = config.allow().stream().anyMatch(one -> one.matches(method, asked.plain()));
    return allowed
        ? null
        : ApiError.request(
            403,
            "path_not_allowed",
            ("the pass-through %1$s does not let %2$s of this path pass; the gateway's operator can"
                    + " add both to passthrough.%1$s.allow")
                .formatted(asked.name(), method));
  }

  private static boolean isOfTeam(PassThroughConfig config, Client client) {
    return config.teams().isEmpty()
        || client.tenancy().team().filter(config.teams()::contains).isPresent();
  }

  /// The facts of a request without a fault.
  RequestFacts facts(String method, PassThrough asked) {
    List<Told> usage = Objects.requireNonNull(byName.get(asked.name()), asked.name()).usage();
    List<UsageMember> members = usage.stream().map(Told::member).toList();
    // What is to be read in an answer has to be in it.
    String query = members.isEmpty() ? asked.query() : asked.wholeQuery();
    var resource = new Resource(method, asked.path(), query, members);
    return new RequestFacts(
        ConfigNames.PASS_THROUGH + asked.name(),
        0,
        0,
        false,
        false,
        OptionalLong.empty(),
        true,
        Streaming.UNSAID,
        Cacheability.NEVER,
        Attached.NONE,
        false,
        new State("", "", Span.NONE, false, Optional.of(resource)),
        1,
        new PricedExtras(uses(usage), "", "", ""),
        RequestFacts.Cloud.NONE);
  }

  /// What a request takes: the units that its answer tells, and the call itself, unless it is sold
  /// by tokens.
  private static List<Use> uses(List<Told> usage) {
    var uses = new ArrayList<Use>();
    boolean tokens = false;
    for (Told told : usage) {
      UsageMember member = told.member();
      tokens |= member.count() != Count.UNITS;
      member
          .unit()
          .ifPresent(
              unit ->
                  uses.add(
                      Use.about(unit, String.join(".", member.path()), told.usual(), told.most())));
    }
    if (!tokens) {
      uses.add(Use.of(PricedExtra.CALL, CALL, 1, true, ""));
    }
    return uses;
  }
}
