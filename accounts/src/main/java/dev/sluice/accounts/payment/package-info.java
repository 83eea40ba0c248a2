/// The payers of the calls of keys: those of all keys of a process, found by what each key may
/// spend and how fast it may call.
///
/// Threads: a payer is asked for on an event loop, where the call is made, and takes no lock there;
/// what takes one is put off to the call's own thread.
@NullMarked
package dev.sluice.accounts.payment;

import org.jspecify.annotations.NullMarked;
