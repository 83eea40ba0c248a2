package dev.sluice.call.request;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The extras that a request asks of its provider beside text: tools that the provider runs, sounds
/// and pictures that the model writes, and prices that the request chooses itself. Each value is
/// empty where the request leaves it to the provider, or names the usual one (`auto`, `default`,
/// `standard`).
///
/// @param uses the extras that the provider may use, in the order of the request
/// @param serviceTier `service_tier`
/// @param speed `speed`
/// @param region `inference_geo`
public record PricedExtras(List<Use> uses, String serviceTier, String speed, String region) {
  /// The most turns that are counted. No answer takes more.
  private static final long TURNS_MAX = 1_000_000;

  /// The most units that are counted: more than any body has bytes.
  private static final long UNITS_MAX = 1_000_000_000_000L;

  /// No extras, at the usual price.
  public static final PricedExtras NONE = new PricedExtras(List.of(), "", "", "");

  public PricedExtras {
    uses = List.copyOf(uses);
  }

  /// An extra that the provider may use.
  ///
  /// @param extra the extra; empty for a tool that the gateway does not know, and that the provider
  ///   may run
  /// @param member the member of the request that asks for it, such as `tools[].web_search`
  /// @param most how often the extra may be used, [Long#MAX_VALUE] where the request does not say
  /// @param told whether answers say how often the extra was used; if not, it counts as used once,
  ///   a unit as often as was asked for
  /// @param kind which of several prices holds, as words with slashes between them: quality and
  ///   size of a picture (`hd/1024x1024`); a word that the request leaves to the provider is empty
  /// @param usual how many units the request is likely to take; `most` where it says how many
  public record Use(
      Optional<PricedExtra> extra,
      String member,
      long most,
      boolean told,
      String kind,
      long usual) {
    /// How often a model is assumed to read what a tool brings, where the request sets no bound.
    private static final long TURNS = 20;

    /// A use of an extra that has one price.
    public Use(Optional<PricedExtra> extra, String member, long most, boolean told) {
      this(extra, member, most, told, "", most);
    }

    /// The use of a unit, of which the request takes so many.
    ///
    /// @param told whether answers say how many they have taken
    public static Use of(PricedExtra unit, String member, long count, boolean told, String kind) {
      long most = Math.clamp(count, 0, UNITS_MAX);
      return new Use(Optional.of(unit), member, most, told, kind, most);
    }

    /// The use of a unit of which the request does not say exactly how many it takes.
    public static Use about(PricedExtra unit, String member, long usual, long most) {
      long bound = Math.clamp(most, 0, UNITS_MAX);
      return new Use(Optional.of(unit), member, bound, false, "", Math.clamp(usual, 0, bound));
    }

    /// Whether the request says how many units it takes.
    public boolean isSure() {
      return usual == most;
    }

    /// Whether the use is of a unit.
    public boolean isOfUnit() {
      return extra.isPresent() && extra.get().isUnit();
    }

    /// How often the extra was used, where the answer does not say; empty where it would.
    public OptionalLong untold() {
      if (told && !isOfUnit()) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(isOfUnit() ? usual : 1);
    }

    /// How often the extra is likely to be used. A bound of zero uses counts as one.
    public long likely() {
      return isOfUnit() ? usual : likelyUses();
    }

    private long likelyUses() {
      return extra.map(of -> Math.min(Math.max(1, most), of.likely())).orElse(0L);
    }

    /// How often the extra may be used, as far as is known; at least once.
    ///
    /// @param binds whether the provider keeps to a bound of the request
    public long atMost(boolean binds) {
      return extra.map(of -> atMost(of, binds)).orElse(0L);
    }

    /// How often the model may read what the extra brings, and all before it again; zero where it
    /// reads nothing of it.
    ///
    /// @param binds whether the provider keeps to a bound of the request
    long turns(boolean binds) {
      if (extra.isPresent() && !extra.get().isRead()) {
        return 0;
      }
      return binds && most < Long.MAX_VALUE ? Math.max(1, most) : TURNS;
    }

    private long atMost(PricedExtra priced, boolean binds) {
      if (most == Long.MAX_VALUE) {
        return priced.most();
      }
      if (priced.isUnit()) {
        return most;
      }
      return binds ? Math.max(1, most) : Math.max(most, priced.most());
    }
  }

  /// Whether the model reads what one of the extras brings, or a tool that is not known.
  public boolean isRead() {
    for (Use use : uses) {
      if (use.extra().isEmpty() || use.extra().get().isRead()) {
        return true;
      }
    }
    return false;
  }

  /// How often the model may read again what it has read before, each time with what a tool that
  /// the provider runs has brought.
  ///
  /// @param binds whether the provider keeps to the bounds of the request
  public long turns(boolean binds) {
    long turns = 0;
    for (Use use : uses) {
      turns = Math.min(TURNS_MAX, turns + Math.min(TURNS_MAX, use.turns(binds)));
    }
    return turns;
  }

  /// The first unit that the request takes; empty where it takes tokens alone.
  public Optional<Use> unit() {
    for (Use use : uses) {
      if (use.isOfUnit()) {
        return Optional.of(use);
      }
    }
    return Optional.empty();
  }

  /// Whether the request asks for nothing beside text, at the usual price.
  public boolean isNone() {
    return uses.isEmpty() && serviceTier.isEmpty() && speed.isEmpty() && region.isEmpty();
  }
}
