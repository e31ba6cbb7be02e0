# Sourced by bin/test and bin/bench. A container engine for tests that need one, and the images they run.
# An engine that answers is used and left alone. Only one that was started here is stopped here.

engine_socket=/var/run/docker.sock
engine_pid=
engine_log=

# What every test may rely on: busybox with all its applets on the PATH and two users, root and worker (1000).
test_image=troupe-test/busybox:1

engine_answers() {
    if [[ -z ${DOCKER_HOST:-} && -S $engine_socket ]] && command -v curl >/dev/null; then
        curl -sf -m 5 --unix-socket "$engine_socket" http://engine/_ping >/dev/null
    else
        command -v docker >/dev/null && timeout 5 docker version >/dev/null 2>&1
    fi
}

# install PROGRAM PACKAGE...: on a machine where we are root and there is apt.
install() {
    local program=$1
    shift
    command -v "$program" >/dev/null && return 0
    if [[ $EUID != 0 ]] || ! command -v apt-get >/dev/null; then
        echo "troupe: $program is missing; install it, for example: sudo apt-get install $*" >&2
        return 1
    fi
    echo "troupe: installing $*" >&2
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "$@"; } \
        >"$root/target/apt.log" 2>&1 || { echo "troupe: that failed, see $root/target/apt.log" >&2; return 1; }
}

start_engine() {
    engine_answers && return 0
    if [[ -n ${DOCKER_HOST:-} ]]; then
        echo "troupe: DOCKER_HOST is $DOCKER_HOST, and no container engine answers there" >&2
        return 1
    fi
    install dockerd docker.io iptables
    install iptables iptables
    engine_answers && return 0
    if [[ $EUID != 0 ]]; then
        echo "troupe: no container engine answers, and only root can start one: sudo systemctl start docker" >&2
        return 1
    fi
    engine_log=$root/target/dockerd.log
    # A session of its own: Ctrl-C is for the tests, which still need the engine to clean up after themselves.
    env -u TROUPE_TEST_RUN setsid dockerd --host "unix://$engine_socket" </dev/null >"$engine_log" 2>&1 &
    engine_pid=$!
    local deadline=$((SECONDS + 60))
    until engine_answers; do
        if ! kill -0 "$engine_pid" 2>/dev/null || ((SECONDS > deadline)); then
            echo "troupe: the container engine did not start:" >&2
            tail -n 5 "$engine_log" >&2
            return 1
        fi
        sleep 0.2
    done
}

stop_engine() {
    [[ -n $engine_pid ]] || return 0
    # A test may have killed it and started another in its place.
    local pid=$engine_pid deadline=$((SECONDS + 30))
    engine_pid=
    kill "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null; do
        ((SECONDS <= deadline)) || { echo "troupe: the container engine (pid $pid) does not stop" >&2; return 1; }
        sleep 0.2
    done
}

make_test_image() {
    command -v docker >/dev/null || { echo "troupe: the docker command line is missing" >&2; return 1; }
    docker image inspect "$test_image" >/dev/null 2>&1 && return 0
    local busybox work applet
    busybox=$(command -v busybox || true)
    if [[ -z $busybox ]] || ldd "$busybox" >/dev/null 2>&1; then
        busybox=
        [[ ! -x /bin/busybox ]] || ldd /bin/busybox >/dev/null 2>&1 || busybox=/bin/busybox
    fi
    if [[ -z $busybox ]]; then
        install busybox-static busybox-static 2>/dev/null || install busybox busybox-static
        busybox=$(command -v busybox)
    fi
    work=$(mktemp -d)
    mkdir -p "$work/bin" "$work/etc" "$work/tmp" "$work/root" "$work/home/worker"
    chmod 1777 "$work/tmp"
    cp "$busybox" "$work/bin/busybox"
    for applet in $("$busybox" --list); do
        [[ $applet == busybox ]] || ln -s busybox "$work/bin/$applet"
    done
    printf 'root:x:0:0::/root:/bin/sh\nworker:x:1000:1000::/home/worker:/bin/sh\n' >"$work/etc/passwd"
    printf 'root:x:0:\nworker:x:1000:\n' >"$work/etc/group"
    tar -C "$work" --numeric-owner --owner=0 --group=0 -c . |
        docker import --change 'ENV PATH=/bin' --change 'CMD ["sh"]' - "$test_image" >/dev/null
    rm -rf "$work"
}

# start_own_engine DIRECTORY: one beside the machine's, with all it needs below the directory and DIRECTORY/engine.sock to
# speak to it. In a network namespace of its own, so that it changes nothing of the machine's, and in a control group
# named as the directory, so that what it and its containers cost can be told.
start_own_engine() {
    local own=$1
    if [[ $EUID != 0 ]]; then
        echo "troupe: this needs a container engine of its own, and only root can start one" >&2
        return 1
    fi
    install dockerd docker.io iptables
    install unshare util-linux
    setsid unshare --net bash -c '
        own=$1
        for groups in /sys/fs/cgroup/cpuacct /sys/fs/cgroup; do
            mkdir -p "$groups/${own##*/}/engine" 2>/dev/null && echo $$ >"$groups/${own##*/}/engine/cgroup.procs" && break
        done
        ip link set lo up
        exec dockerd --data-root="$own/data" --exec-root="$own/exec" --pidfile="$own/engine.pid" \
            --host="unix://$own/engine.sock" --bridge=none --cgroup-parent="/${own##*/}/containers"' _ "$own" \
        </dev/null >"$own/engine.log" 2>&1 &
    local started=$! deadline=$((SECONDS + 60))
    until curl -sf -m 5 --unix-socket "$own/engine.sock" http://engine/_ping >/dev/null; do
        if ! kill -0 "$started" 2>/dev/null || ((SECONDS > deadline)); then
            echo "troupe: the container engine did not start:" >&2
            tail -n 5 "$own/engine.log" >&2
            return 1
        fi
        sleep 0.2
    done
}

# stop_own_engine DIRECTORY: with its containers, and removes the directory.
stop_own_engine() {
    local own=$1 pid deadline=$((SECONDS + 60)) containers
    [[ -n $own && -d $own ]] || return 0
    if [[ -r $own/engine.pid ]]; then
        pid=$(<"$own/engine.pid")
        containers=$(DOCKER_HOST=unix://$own/engine.sock docker ps -q 2>/dev/null) || true
        [[ -z $containers ]] || DOCKER_HOST=unix://$own/engine.sock docker kill $containers >/dev/null 2>&1 || true
        kill "$pid" 2>/dev/null || true
        while kill -0 "$pid" 2>/dev/null && ((SECONDS <= deadline)); do sleep 0.1; done
    fi
    grep -o " $own[^ ]*" /proc/mounts | sort -r | xargs -r umount --lazy 2>/dev/null || true
    find /sys/fs/cgroup -depth -type d -path "*/${own##*/}*" -exec rmdir {} + 2>/dev/null || true
    rm -rf "$own"
}
