/// Tags: what calls are for, as clients say by members of a request's metadata and by headers, in
/// the one form that journals, stores and tables for spreadsheets have.
@NullMarked
package dev.sluice.accounts.tag;

import org.jspecify.annotations.NullMarked;
