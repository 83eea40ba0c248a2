package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.budget.SpendListener.Wasted;

/// A payment, as the journal holds it.
///
/// @param paid the call, and what it has cost
/// @param payer who pays, as the store has it
/// @param reason why, as the store has it
/// @param calls how many calls it is the sum of; 1 for a call
public record Entry(Paid paid, Payer payer, String reason, long calls) {
  /// The reason of a call that its key pays for: none.
  public static final String ANSWERED = "";

  /// A crash has hidden the end of a call, which is charged what was set aside.
  public static final String LOST = "lost";

  /// The account that an entry is charged to.
  public enum Payer {
    /// The key that has called.
    KEY("key"),
    /// The gateway: the client has nothing of it.
    GATEWAY("gateway");

    private final String word;

    Payer(String word) {
      this.word = word;
    }

    /// The name of the payer in the store.
    public String word() {
      return word;
    }
  }

  /// Makes the entry of a call that its key pays for.
  public static Entry of(Paid paid) {
    return new Entry(paid, Payer.KEY, ANSWERED, 1);
  }

  /// Makes the entry of an attempt that the gateway pays for.
  public static Entry of(Wasted of) {
    var opened =
        new Opened(
            of.number(),
            of.call(),
            of.key(),
            of.team(),
            of.model(),
            of.target(),
            0,
            of.at(),
            of.tags());
    var paid =
        new Paid(
            opened,
            of.target(),
            of.meters(),
            of.nanos(),
            of.at(),
            of.estimated(),
            of.priced(),
            of.outcome());
    return new Entry(paid, Payer.GATEWAY, of.cause().word(), 1);
  }

  /// The bytes of the entry in a journal.
  public byte[] encoded() {
    return EntryCodec.encode(this);
  }

  /// An entry, and its place in the journal.
  ///
  /// @param end the place behind it
  public record Located(Entry entry, JournalPlace at, JournalPlace end) {}
}
