# Sourced by the scripts in bin/. Sets JAVA25 to the home of a JDK 25, or explains how to get one.
# Reads the `release` file of each candidate instead of running it: a command line pays for every process it starts.

is_java25() {
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    local line
    while IFS= read -r line; do
        [[ $line == JAVA_VERSION=\"25[\".]* ]] && return 0
    done <"$1/release"
    return 1
}

find_java25() {
    local home
    if [[ -n ${TROUPE_JAVA_HOME:-} ]]; then
        is_java25 "$TROUPE_JAVA_HOME" && JAVA25=$TROUPE_JAVA_HOME && return 0
        echo "troupe: TROUPE_JAVA_HOME is $TROUPE_JAVA_HOME, which is not a Java 25" >&2
        return 1
    fi
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* ~/.jdks/* ~/.sdkman/candidates/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [[ -n $home && -x $home/bin/javac ]] && is_java25 "$home" && JAVA25=$home && return 0
    done
    if home=$(type -P java) && home=$(readlink -f "$home") && is_java25 "${home%/bin/java}"; then
        JAVA25=${home%/bin/java}
        return 0
    fi
    cat >&2 <<'END'
troupe: no Java 25 found. Looked at $TROUPE_JAVA_HOME, $JAVA_HOME, /usr/lib/jvm, /opt/java, ~/.jdks,
~/.sdkman and `java` on the PATH. Install a JDK 25, for example:
  Debian 13, Ubuntu 26.04   apt-get install openjdk-25-jdk-headless
  anywhere                  https://adoptium.net/temurin/releases/?version=25
  SDKMAN                    sdk install java 25-tem
or name one that is installed: export TROUPE_JAVA_HOME=/path/to/jdk-25
END
    return 1
}
