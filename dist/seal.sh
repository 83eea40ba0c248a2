# shellcheck shell=bash
# What stands beside each artifact, for dist/package and dist/chart.

# Puts into this folder the SHA-256 of the artifact $1 and of the files behind it and, where SLUICE_SIGNING_KEY names a key
# of gpg, a signature of these.
seal() {
  sha256sum "$@" >"$1.sha256"
  rm -f "$1.sha256.asc"
  [[ ! ${SLUICE_SIGNING_KEY:-} ]] ||
    gpg --batch --quiet --armor --local-user "$SLUICE_SIGNING_KEY" --detach-sign "$1.sha256" || {
    echo "sluice: gpg has not signed with SLUICE_SIGNING_KEY=$SLUICE_SIGNING_KEY" >&2
    return 3
  }
}
