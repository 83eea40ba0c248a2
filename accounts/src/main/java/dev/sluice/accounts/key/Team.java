package dev.sluice.accounts.key;

import dev.sluice.accounts.terms.BudgetTerms;

/// A team of keys.
///
/// @param name what it is called; fixed
/// @param budget what all its keys together may cost
/// @param created in milliseconds since 1970
/// @param version raised by each change; for `If-Match`
public record Team(String name, BudgetTerms budget, long created, long version) {}
