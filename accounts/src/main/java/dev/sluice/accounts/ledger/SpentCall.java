package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.EntryView.Field;
import dev.sluice.accounts.price.Meters;

/// The cost of a call, or of another attempt of it that the gateway pays for.
///
/// @param call the call's identifier
/// @param model the model that was asked for
/// @param target the `provider/model` that answered; empty where none did
/// @param payer `key` or `gateway`
/// @param reason why the gateway pays; empty where the key does
/// @param outcome what became of it, one word
/// @param detail the particular of a failure, one word; empty where it has none or it is not known
/// @param began when, in milliseconds since 1970 in UTC
/// @param ended when; the same as `began` where a crash has hidden that
/// @param nanos the cost, in nano-dollars
/// @param estimated whether the provider did not say what was used
/// @param unpriced whether the target has no price, so that it counts as nothing
/// @param tags what it is for, as [dev.sluice.accounts.tag.TagText] has it
public record SpentCall(
    String call,
    String team,
    String key,
    String model,
    String target,
    String payer,
    String reason,
    String outcome,
    String detail,
    long began,
    long ended,
    Meters meters,
    long nanos,
    boolean estimated,
    boolean unpriced,
    String tags) {

  /// The text between the outcome and its particular.
  private static final String BEHIND = ":";

  /// The call of an entry.
  ///
  /// @param texts the texts that many calls have
  static SpentCall of(EntryView entry, TextCache texts) {
    String outcome = entry.text(Field.OUTCOME, texts);
    int end = outcome.indexOf(BEHIND);
    return new SpentCall(
        entry.text(Field.CALL),
        entry.text(Field.TEAM, texts),
        entry.text(Field.KEY, texts),
        entry.text(Field.MODEL, texts),
        entry.text(Field.TARGET, texts),
        (entry.isOfGateway() ? Entry.Payer.GATEWAY : Entry.Payer.KEY).word(),
        entry.text(Field.REASON, texts),
        end < 0 ? outcome : outcome.substring(0, end),
        end < 0 ? "" : outcome.substring(end + 1),
        entry.began(),
        entry.ended(),
        entry.meters(),
        entry.nanos(),
        entry.isEstimated(),
        !entry.isPriced(),
        entry.text(Field.TAGS, texts));
  }
}
