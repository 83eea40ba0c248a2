package dev.sluice.provider.request;

import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A reader of what one request asks of its provider beside text. A request that asks for nothing
/// more costs nothing: the reader is made when the first extra is found. An extra that is not
/// known, and that the provider may run, is kept by its name; of each kind the first member that
/// asks for it counts.
public final class ExtrasReader {
  /// The most characters that are shown of a client's own names.
  private static final int SHOWN_MAX = 64;

  /// The most uses that are kept. A request names few kinds; of unknown kinds the first is enough
  /// to refuse it.
  private static final int USES_MAX = 16;

  private static final Set<String> USUAL =
      Set.of(
          "",
          "auto",
          "default",
          "standard",
          "standard_only",
          "global",
          "on_demand",
          "unspecified",
          "service_tier_unspecified");

  private static final String ONLINE = ":online";

  /// The memory of a container at the usual price.
  private static final String USUAL_MEMORY = "1g";

  private final List<Use> uses = new ArrayList<>(2);
  private String serviceTier = "";
  private String speed = "";
  private String region = "";
  private long callsMost = Long.MAX_VALUE;

  // Of the current tool.
  private final List<String> types = new ArrayList<>(1);
  private long most = Long.MAX_VALUE;
  private String memory = USUAL_MEMORY;
  private String environment = "";

  /// Takes the type of the current tool.
  ///
  /// @param inner whether the tool stands in another one, or in an item of the input. A tool that
  ///   the provider runs has no price there: what it says of its uses and its container is not read
  public void type(String type, boolean inner) {
    if (inner) {
      innerTool(type);
    } else if (types.size() < USES_MAX) {
      types.add(type);
    }
  }

  /// Takes the bound on the uses of the current tool.
  public void most(long uses) {
    most = uses;
  }

  /// Takes the memory of the container that the current tool runs in.
  public void memory(String size) {
    memory = size;
  }

  /// Takes the environment in which the current tool runs.
  public void environment(String type) {
    environment = type;
  }

  /// Takes the end of the current tool. A tool without a type is the client's: no provider runs it.
  public void endTool() {
    types.forEach(this::tool);
    types.clear();
    most = Long.MAX_VALUE;
    memory = USUAL_MEMORY;
    environment = "";
  }

  private void innerTool(String type) {
    if (!ProviderTools.areClients(type)) {
      add(new Use(Optional.empty(), "tools[]." + shown(type), Long.MAX_VALUE, true));
    }
  }

  private void tool(String type) {
    String member = "tools[]." + shown(type);
    if (type.equals("shell")) {
      shell(member);
    } else if (!ProviderTools.areClients(type)) {
      Optional<PricedExtra> extra = ProviderTools.extra(type);
      if (extra.isPresent() && isLarger()) {
        add(new Use(Optional.empty(), member + ".container.memory_limit", most, true));
      }
      add(new Use(extra, member, most, true));
    }
  }

  /// Whether OpenRouter searches the web for a model of this name.
  public static boolean isOnline(String model) {
    return model.endsWith(ONLINE) || model.contains(ONLINE + ":");
  }

  /// Notes that the model's name asks for a search of the web.
  public void online() {
    add(new Use(Optional.of(PricedExtra.WEB_SEARCH), "model", Long.MAX_VALUE, false));
  }

  /// Takes a shell, which is the client's, unless it says that it runs elsewhere.
  private void shell(String member) {
    if (!environment.isEmpty() && !environment.equals("local")) {
      boolean usual = !isLarger();
      String name = usual ? member : member + ".environment.memory_limit";
      Optional<PricedExtra> code =
          usual ? Optional.of(PricedExtra.CODE_EXECUTION) : Optional.empty();
      add(new Use(code, name, most, true));
    }
  }

  private boolean isLarger() {
    return !memory.equals(USUAL_MEMORY);
  }

  /// Takes a member of a tool of Gemini's.
  public void geminiTool(String name) {
    if (!ProviderTools.areGeminisClients(name)) {
      add(new Use(ProviderTools.geminis(name), "tools[]." + shown(name), Long.MAX_VALUE, true));
    }
  }

  /// Notes that the value in the place of the tools is no list of them, so that nobody knows what
  /// the provider makes of it.
  public void unknownTools() {
    add(new Use(Optional.empty(), "tools", Long.MAX_VALUE, true));
  }

  /// Takes a member of the request that asks for something by being there.
  public void member(String name) {
    switch (name) {
      case "web_search_options", "search_parameters" ->
          add(new Use(Optional.of(PricedExtra.WEB_SEARCH), name, Long.MAX_VALUE, false));
      case "mcp_servers" -> add(new Use(Optional.of(PricedExtra.MCP), name, Long.MAX_VALUE, true));
      case "audio" ->
          add(new Use(Optional.of(PricedExtra.AUDIO_OUTPUT), name, Long.MAX_VALUE, true));
      default -> add(new Use(Optional.empty(), shown(name), Long.MAX_VALUE, true));
    }
  }

  /// Takes a kind of what the model is to write.
  ///
  /// @param member the member of the request that names the kind
  public void modality(String member, String kind) {
    switch (kind.toLowerCase(Locale.ROOT)) {
      case "text" -> {}
      case "audio" ->
          add(new Use(Optional.of(PricedExtra.AUDIO_OUTPUT), member, Long.MAX_VALUE, true));
      case "image" ->
          add(new Use(Optional.of(PricedExtra.IMAGE_OUTPUT), member, Long.MAX_VALUE, true));
      default -> add(new Use(Optional.empty(), member, Long.MAX_VALUE, true));
    }
  }

  /// Takes the bound on the uses of all tools of the provider together.
  public void callsMost(long calls) {
    callsMost = calls;
  }

  /// Takes the service tier that is asked for.
  public void serviceTier(String name) {
    serviceTier = unusual(name);
  }

  /// Takes the speed that is asked for.
  public void speed(String name) {
    speed = unusual(name);
  }

  /// Takes the region in which the model is to run.
  public void region(String name) {
    region = unusual(name);
  }

  private static String unusual(String name) {
    String lower = shown(name).toLowerCase(Locale.ROOT);
    return USUAL.contains(lower) ? "" : lower;
  }

  private static String shown(String name) {
    String start = name.substring(0, Math.min(name.length(), SHOWN_MAX));
    return start.chars().allMatch(c -> c >= ' ' && c < 0x7f)
        ? start
        : start.replaceAll("[^ -~]", "?");
  }

  private void add(Use use) {
    for (int i = 0; i < uses.size(); i++) {
      Use known = uses.get(i);
      if (known.extra().equals(use.extra())) {
        long sum = Math.min(Long.MAX_VALUE - use.most(), known.most()) + use.most();
        uses.set(i, new Use(known.extra(), known.member(), sum, known.told() && use.told()));
        return;
      }
    }
    uses.add(use);
  }

  /// The extras that the request asks for.
  public PricedExtras extras() {
    List<Use> bounded =
        uses.stream()
            .map(u -> new Use(u.extra(), u.member(), Math.min(u.most(), callsMost), u.told()))
            .toList();
    var extras = new PricedExtras(bounded, serviceTier, speed, region);
    return extras.isNone() ? PricedExtras.NONE : extras;
  }
}
