# Sourced by the scripts in bin/, with $root and $JAVA25 set. Builds what they run, into $dist:
#   lib/PROGRAM/*.jar, PROGRAM.args (flags and class path for java @file), PROGRAM.aot (start-up cache), java.home, stamp
# TROUPE_DIST names one that is built already, which is then taken as it is.

dist=${TROUPE_DIST:-$root/target/fast/dist}

# Whether a source is newer than the distribution. One process, a few milliseconds.
is_stale() {
    [[ -z ${TROUPE_DIST:-} ]] || return 1
    [[ -e $dist/stamp ]] || return 0
    local newer
    newer=$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main \
        "$root/persistence/cassandra/pom.xml" "$root/persistence/cassandra/src/main" "$root/bin/lib" "$root/.mvn" \
        -newer "$dist/stamp" -print -quit)
    [[ -n $newer ]]
}

# A jar that was built anew, by Maven itself say, makes the cache of its program useless.
is_untrained() {
    [[ -z ${TROUPE_DIST:-} ]] || return 1
    local jar
    for jar in "$dist"/lib/*/{protocol,persistence,cluster,http-gateway,cli,node}-0*.jar "$dist/lib/cassandra/troupe-cassandra.jar"; do
        [[ $jar -nt $dist/trained ]] && return 0
    done
    return 1
}

say() { [[ -t 2 ]] && printf '\r\e[K%s' "$*" >&2 || true; }

# build GOAL [MAVEN ARGUMENTS]: quietly, with one line of progress on a terminal and the whole story in target/build.log.
run_maven() {
    local log=$root/target/build.log downloads=0 line status
    command -v mvn >/dev/null || { echo "troupe: Maven 3.8 or later is needed to build: apt-get install maven" >&2; return 1; }
    mkdir -p "$root/target"
    [[ -t 2 ]] || echo "troupe: building, see $log" >&2
    set +e
    (cd "$root" && JAVA_HOME=$JAVA25 mvn -B "$@" 2>&1) | tee "$log" | while IFS= read -r line; do
        case $line in
            *Downloading\ from*) downloads=$((downloads + 1)); say "Building Troupe: $downloads files downloaded" ;;
            *INFO*Building\ *\[*/*\]) line=${line#*Building }; say "Building Troupe: ${line%% *} ${line##* }" ;;
        esac
    done
    status=${PIPESTATUS[0]}
    set -e
    say ""
    if ((status)); then
        sed -n '/-> \[Help 1\]/q; /^\[ERROR\]/p' "$log" | head -n 20 >&2
        echo "troupe: the build failed, see $log" >&2
    fi
    return "$status"
}

# Flags and class path in one file, so that starting a program costs one process and no shell arithmetic.
write_args() {
    local program=$1 classpath
    IFS= read -r classpath <"$dist/lib/$program.classpath" || true
    classpath=$dist/lib/$program/$program-0.1.0-SNAPSHOT.jar:$dist/${classpath//:/:$dist/}
    {
        cat "$root/bin/lib/$program.jvm"
        # picocli is compiled for Java 5, which the start-up cache leaves out; read as part of the JDK it costs less than half
        # of what it costs when read and verified as one of ours. It asks for none of our classes, so it need not see them.
        printf '"-Xbootclasspath/a:%s"\n' "$dist/lib/$program"/picocli-*.jar
        printf '"-Dtroupe.home=%s"\n-cp\n"%s"\n' "$dist" "$classpath"
    } >"$dist/$program.flags"
    {
        cat "$dist/$program.flags"
        printf '"-XX:AOTCache=%s"\n' "$dist/$program.aot"
    } >"$dist/$program.args"
}

# A program's start-up cache: the JVM watches one run of its StartupTraining and writes down what it loaded and linked.
train() {
    local program=$1 main=$2 log=$root/target/training-$1.log
    [[ -e $root/$program/src/main/java/${main//.//}.java ]] || return 0
    say "Building Troupe: start-up cache of $program"
    if "$JAVA25/bin/java" "-XX:AOTCacheOutput=$dist/$program.aot.new" @"$dist/$program.flags" "$main" >"$log" 2>&1; then
        mv "$dist/$program.aot.new" "$dist/$program.aot"
    else
        echo "troupe: no start-up cache for $program (starts will be slower), see $log" >&2
    fi
    say ""
}

train_all() {
    local program
    for program in cli node; do
        write_args "$program"
        train "$program" "io.troupe.$program.StartupTraining"
    done
    say "Building Troupe: start-up cache of Cassandra"
    "$JAVA25/bin/java" @"$dist/node.flags" io.troupe.persistence.embedded.ClassArchive "$dist/lib/cassandra" \
        >"$root/target/training-cassandra.log" 2>&1 ||
        echo "troupe: no start-up cache for Cassandra (starts will be slower), see $root/target/training-cassandra.log" >&2
    say ""
    printf '%s\n' "$JAVA25" >"$dist/java.home"
    touch "$dist/trained"
}

# Everything that is missing or out of date, once, however many of us start at the same time.
build_if_needed() {
    mkdir -p "$root/target"
    {
        ! command -v flock >/dev/null || flock 9
        if is_stale; then
            mkdir -p "$dist"
            touch "$dist/stamp.new"
            run_maven -Dfast -Dmaven.test.skip=true package -pl cli,node -am
            train_all
            mv "$dist/stamp.new" "$dist/stamp"
        elif is_untrained; then
            train_all
        fi
    } 9>"$root/target/build.lock"
}
