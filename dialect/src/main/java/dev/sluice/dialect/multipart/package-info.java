/// Forms in parts (`multipart/form-data`, RFC 7578 on RFC 2046), scanned piece by piece as they
/// pass: [dev.sluice.dialect.multipart.MultipartScanner]. No byte of a part is kept here.
///
/// What readers disagree about is refused: a part without a name, a name that has to be unescaped,
/// two names of one part, an encoding of a part that would hide what it says. A provider reads the
/// same bytes, and must not find another model in them.
///
/// A scanner is confined to one thread. [dev.sluice.dialect.multipart.FileUpload] is a form that
/// the program sends itself.
@NullMarked
package dev.sluice.dialect.multipart;

import org.jspecify.annotations.NullMarked;
