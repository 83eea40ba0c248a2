package dev.sluice.accounts.ledger;

import dev.sluice.accounts.price.Meters;

/// What a call has cost, or another attempt of it that the gateway pays for.
///
/// @param call the call's identifier
/// @param model the model that was asked for
/// @param target the `provider/model` that answered; empty where none did
/// @param payer `key` or `gateway`
/// @param reason why the gateway pays; empty where the key does
/// @param outcome what became of it, one word
/// @param began when, in milliseconds since 1970 in UTC
/// @param ended when; the same as `began` where a crash has hidden that
/// @param nanos the cost, in nano-dollars
/// @param estimated whether the provider did not say what was used
/// @param unpriced whether the target has no price, so that it counts as nothing
public record SpentCall(
    String call,
    String team,
    String key,
    String model,
    String target,
    String payer,
    String reason,
    String outcome,
    long began,
    long ended,
    Meters meters,
    long nanos,
    boolean estimated,
    boolean unpriced) {}
