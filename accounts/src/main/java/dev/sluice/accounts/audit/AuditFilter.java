package dev.sluice.accounts.audit;

/// Which entries of the audit log are asked for: those that are equal in what is not empty. A
/// change of a key is found by the key's id, by `TEAM/NAME`, and by both.
///
/// @param actor who has made the change
/// @param action what it was
/// @param subject which key or team it was made to
public record AuditFilter(String actor, String action, String subject) {
  /// The filter that every entry passes.
  public static final AuditFilter ALL = new AuditFilter("", "", "");
}
