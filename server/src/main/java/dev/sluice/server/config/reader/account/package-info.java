/// Reads who may call and who may operate: `server.keys`, `store`, and the tokens of `admin`.
@NullMarked
package dev.sluice.server.config.reader.account;

import org.jspecify.annotations.NullMarked;
