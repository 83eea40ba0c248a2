/// The attacker's side of a connection: bytes as they are, answers as they come.
@NullMarked
package dev.sluice.lab.hostile.client;

import org.jspecify.annotations.NullMarked;
