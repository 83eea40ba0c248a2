/// Tests of accounts: nodes.
@NullMarked
package dev.sluice.accounts.nodes;

import org.jspecify.annotations.NullMarked;
