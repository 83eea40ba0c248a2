# shellcheck shell=sh
# The sizes of the JVM's memory, for both start scripts. 85 % of what the process may use are shared out: a fixed
# part for the runtime itself (code, classes, stacks, the collector's tables), and the rest halved between the heap,
# which holds the bodies of calls, and the buffers of sockets outside of it.

# MiB for the runtime itself.
sluice_runtime=128
# MiB for heap and buffers each, where nothing limits the process, and the least that works.
sluice_most=2048
sluice_least=48
# MiB for those of a command that asks a gateway, which may run beside it under the same limit.
sluice_asking=64

# The smallest of the numbers in the files $2 under $1 and the folders above it.
sluice_smallest() {
  at=$1
  while :; do
    if [ -r "$at/$2" ] && read -r value <"$at/$2"; then
      case $value in
        *[!0-9]* | '' | ?????????????????*) ;; # "max", and cgroup v1's number for no limit
        *) [ "${smallest:-$value}" -lt "$value" ] || smallest=$value ;;
      esac
    fi
    [ "$at" != "$3" ] && [ "$at" != / ] || break
    at=${at%/*}
  done
}

# Sets limit to the MiB that this process may use: the smallest limit of its cgroups, of version 1 or 2, and of the
# machine's memory. $1 stands for / in tests.
sluice_limit() {
  smallest=
  if [ -r "$1/proc/self/cgroup" ]; then
    while IFS=: read -r number controllers path; do
      [ "$path" != / ] || path=
      case $number:$controllers in
        0:) sluice_smallest "$1/sys/fs/cgroup$path" memory.max "$1/sys/fs/cgroup" ;;
        *:memory | *:memory,* | *,memory) sluice_smallest "$1/sys/fs/cgroup/memory$path" memory.limit_in_bytes "$1/sys/fs/cgroup/memory" ;;
      esac
    done <"$1/proc/self/cgroup"
  fi
  limit=${smallest:+$((smallest / 1048576))}
  if [ -r "$1/proc/meminfo" ]; then
    while read -r name value _; do
      if [ "$name" = MemTotal: ]; then
        value=$((value / 1024))
        [ "${limit:-$value}" -lt "$value" ] || limit=$value
        break
      fi
    done <"$1/proc/meminfo"
  fi
}

# Sets heap to the MiB of the heap, and of the buffers, for a process that may use $1 MiB.
sluice_heap() {
  heap=$((($1 * 85 / 100 - sluice_runtime) / 2))
}

# Sets memory to the JVM's options, and the C library's heaps, for the command $2. SLUICE_MEMORY in MiB stands for the
# limit, and nothing bounds the sizes then. $1 stands for / in tests.
sluice_memory() {
  if [ -n "${SLUICE_MEMORY:-}" ]; then
    case $SLUICE_MEMORY in
      *[!0-9]* | ????????*)
        echo "sluice: SLUICE_MEMORY is \"$SLUICE_MEMORY\", which is not a number of MiB such as 4096" >&2
        return 1
        ;;
    esac
    limit=$SLUICE_MEMORY
    sluice_heap "$limit"
  else
    sluice_limit "${1:-}"
    sluice_heap "${limit:-$((sluice_most * 8))}"
    [ "$heap" -lt $sluice_most ] || heap=$sluice_most
  fi
  if [ "$heap" -lt $sluice_least ]; then
    echo "sluice: this process may use $limit MiB of memory, and the smallest that works is $(((sluice_least * 2 + sluice_runtime) * 100 / 85 + 1)): raise the limit of the container (docker run -m, resources.limits.memory), or SLUICE_MEMORY" >&2
    return 1
  fi
  case ${2:-} in
    apply | audit | budgets | calls | forget | keys | reload | report | spend | teams)
      [ "$heap" -lt $sluice_asking ] || heap=$sluice_asking
      ;;
  esac
  # The C library otherwise keeps a heap of its own for each of the first threads, eight a processor.
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
  memory="-Xmx${heap}m -XX:MaxDirectMemorySize=${heap}m -Dsluice.memory=${limit:-0}:$heap"
}
