@NullMarked
package dev.sluice.accounts.price.file;

import org.jspecify.annotations.NullMarked;
