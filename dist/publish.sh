# shellcheck shell=bash disable=SC2154 # of ./sluice, which reads this file: its functions, root, own and program
# "./sluice publish" and "./sluice samples": what an application that embeds the engine depends on, and applications that
# do.

release=$(sed -n '/<artifactId>sluice-parent/,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$root/pom.xml")
moment=$(sed -n 's/.*<project.build.outputTimestamp>\(.*\)<\/project.build.outputTimestamp>.*/\1/p' "$root/pom.xml")
readonly release moment
readonly most=20 # jars that sluice-engine may bring, itself among them
readonly embedded=(--add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# The folders of the modules that are published: their poms say so.
published() (
  cd "$root" || exit
  find . -maxdepth 3 -name pom.xml -not -path './.*/*' -not -path '*/target/*' -not -path './samples/*' \
    -exec grep -l '<maven.deploy.skip>false<' {} + | sed 's:^[.]/::; s:/pom[.]xml$::' | LC_ALL=C sort
)

# Builds what is published, with its jars of sources and javadoc and its poms; "$@" are options of Maven.
build_published() {
  watched maven -ntp -U -T2 "$@" verify -pl "$(published | paste -sd,),dist" -am -Dmaven.test.skip -Dspotless.check.skip
}

publisher() {
  "$JAVA_HOME/bin/java" -cp "$root/dist/target/classes" dev.sluice.dist.publish.Main "$@"
}

# Publishes into the folder $1, a whole path; the others are options of Maven.
publish_to() {
  local targets
  mapfile -t targets < <(published | sed "s:.*:$root/&/target:")
  ((${#targets[@]})) || die "no pom of $root says that its module is published: <maven.deploy.skip>false</maven.deploy.skip>"
  progress "building what is published"
  alone build_published "${@:2}" || build_failed
  progress "publishing"
  publisher publish "$1" "$moment" "${targets[@]}" >"$log" || die "nothing was published: the reason stands above"
  progress ""
}

publish() {
  local to='' against='' check='' profiles=-Prelease options=()
  while (($#)); do
    case $1 in
      --to | --against) [[ ${2:-} ]] || die "$1 needs a value" ;;&
      --to) to=$2 && shift ;;
      --against) against=$2 && shift ;;
      --check) check=1 ;;
      *) die "publish takes --to FOLDER, --against VERSION and --check, and this is \"$1\"" ;;
    esac
    shift
  done
  [[ $to ]] || die "publish needs --to FOLDER, which becomes a Maven repository"
  [[ $to == /* ]] || to=$PWD/$to
  [[ $release != *-SNAPSHOT ]] || die "the version in $root/pom.xml is $release, and a SNAPSHOT is no release: set a version in the poms"
  if [[ $against ]]; then
    [[ -d $to/dev/sluice/sluice-engine/$against ]] ||
      die "$to holds no sluice-engine of version $against to compare with: copy that release's folders there"
    profiles+=,against
    options=(-Dsluice.against="$against" -Dsluice.releases="$to")
  fi
  [[ ! ${SLUICE_SIGNING_KEY:-} ]] || need gpg gnupg
  need_own
  need_maven
  publish_to "$to" $profiles "${options[@]}"
  [[ ${SLUICE_SIGNING_KEY:-} ]] ||
    say "there are no signatures, which the central repository asks for: SLUICE_SIGNING_KEY=KEY makes them with that key of gpg"
  echo "$to: version $release of $(paste -sd' ' <"$log" | sed "s/ $release//g")"
  [[ ! $check ]] || check_published "$to"
}

# Reads the repository $1 as the central one would, and as an application does that depends on it.
check_published() {
  publisher check "$1" dev.sluice "$release" || die "$1 is not as the central repository asks for: the reasons stand above"
  first_call "$1"
}

# Starts a simulated provider, which ends with this script. Applications find it where they look for OpenAI.
simulate() {
  local url
  ! is_stale || alone build
  coproc simulator { exec "$JAVA_HOME/bin/java" @"$root/cli/jvm.options" -Xmx256m -jar "$program" simulate 2>/dev/null; }
  # shellcheck disable=SC2064 # this one
  trap "kill $simulator_PID 2>/dev/null" EXIT
  read -r _ url <&"${simulator[0]}" || die "the simulated provider has not started: ./sluice simulate"
  export OPENAI_BASE_URL=$url/v1 OPENAI_API_KEY=none
}

# Maven for an application's project in this folder, with a repository of its own in $1: what it takes from there is not
# mistaken for what this machine has built.
application() {
  mvn -B -q -ntp -Dmaven.repo.local="$1" "${@:2}" </dev/null
}

# The files that an application with the repository $1 has on its class path, into target/classpath.
compile() {
  local plugin=org.apache.maven.plugins:maven-dependency-plugin
  plugin+=:$(sed -n '/<artifactId>maven-dependency-plugin/{n;s/.*<version>\(.*\)<.*/\1/p;q}' "$root/pom.xml")
  application "$1" package "$plugin:build-classpath" -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime "${@:2}"
}

# The path $1 as in a URL: what is neither a letter, a digit nor one of "/._~-" as the hexadecimal of its bytes.
url_path() (
  LC_ALL=C
  text=$1
  for ((i = 0; i < ${#text}; i++)); do
    case ${text:i:1} in
      [a-zA-Z0-9/._~-]) printf '%s' "${text:i:1}" ;;
      *) printf '%s' "${text:i:1}" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g' ;;
    esac
  done
)

# Lets a project of a few lines, with an empty local repository, take the engine from the repository $1 and make its first
# call.
first_call() (
  project=$own/first-call
  count=0 answer=
  progress "compiling a first call, with an empty local repository"
  rm -rf "$project" && mkdir -p "$project"
  cp -r "$root/dist/first-call/." "$project"
  sed -i -e "s:@REPOSITORY@:file\://$(url_path "$1"):" -e "s:@VERSION@:$release:" "$project/pom.xml"
  cd "$project" || exit
  compile "$project/repository" &>"$log" || build_failed
  count=$(tr : '\n' <target/classpath | grep -c '[.]jar$')
  ((count <= most)) || die "sluice-engine brings $count jars, and at most $most are allowed:" "$(tr : '\n' <target/classpath | sed 's:.*/::')"
  simulate
  answer=$(timeout 60 "$JAVA_HOME/bin/java" "${embedded[@]}" -cp "target/classes:$(<target/classpath)" FirstCall 2>"$log") ||
    die "the first call has failed:" "$(<"$log")"
  progress ""
  echo "a first call with $count jars: $answer"
)

# Builds each sample, or those that are named, against what is published, and runs it beside the simulated provider. What
# it writes is what its output.txt says, which --write makes anew. Properties (-DNAME=VALUE) are the samples' own.
samples() {
  local name names=() properties=() write=
  for name; do
    case $name in
      --write) write=1 ;;
      -D*) properties+=("$name") ;;
      *) [[ -f $root/samples/$name/pom.xml ]] || die "there is no sample $name: $(sample_names | paste -sd' ')" && names+=("$name") ;;
    esac
  done
  ((${#names[@]})) || mapfile -t names < <(sample_names)
  need_own
  need_maven
  rm -rf "$own/samples/published" "$own/samples/local/dev/sluice"
  publish_to "$own/samples/published" -Prelease
  mkdir -p "$own/samples/local" && cp -r "$own/samples/published/." "$own/samples/local"
  for name in "${names[@]}"; do
    sample "$name"
  done
}

sample_names() (
  cd "$root/samples" && printf '%s\n' */pom.xml | sed 's:/pom[.]xml::'
)

sample() (
  kept=$root/samples/$1/output.txt
  progress "building the sample $1"
  rm -rf "$own/samples/$1"
  cp -r "$root/samples/$1" "$own/samples"
  cd "$own/samples/$1" || exit
  rm -rf target
  compile "$own/samples/local" -Dsluice.version="$release" -DskipTests "${properties[@]}" &>"$log" || build_failed
  progress "running the sample $1"
  simulate # what it says depends on what it was asked before
  run_sample >target/output.txt 2>"$log" || die "the sample $1 has failed:" "$(<"$log")"
  [[ ! $write ]] || cp target/output.txt "$kept"
  progress ""
  diff "$kept" target/output.txt >&2 || die "the sample $1 writes other lines than $kept: ./sluice samples --write $1 takes them over"
  echo "$1: as in samples/$1/output.txt"
)

# A sample that is started in its own way has a script for it.
run_sample() {
  if [[ -x run ]]; then
    JAVA_TOOL_OPTIONS="${embedded[*]}" timeout 120 ./run
  else
    timeout 120 "$JAVA_HOME/bin/java" "${embedded[@]}" -cp "target/classes:$(<target/classpath)" \
      "$(sed -n 's/.*<exec.mainClass>\(.*\)<.*/\1/p' pom.xml)"
  fi
}
