#!/usr/bin/env bash
# Starts, watches and stops the BigHammer that lives in this folder. `./duang.sh help` tells the rest.
set -uo pipefail
export LC_ALL=C.UTF-8
# glibc would give each thread an arena of its own: 20 to 30 MB of resident memory for nothing.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}

CALLED_FROM=$PWD
HOME_DIR=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)
cd -- "$HOME_DIR" || exit 1

readonly CALLED_FROM HOME_DIR
readonly RUNTIME=$HOME_DIR/runtime
readonly LOGS=$RUNTIME/logs
readonly DUANG_LOG=$LOGS/duang.log
readonly GATEWAY_LOG=$LOGS/gateway.log
readonly GATEWAY_OUT=$LOGS/gateway.out
readonly WATCH_PID=$RUNTIME/watch.pid
readonly CHECKOUT=$HOME_DIR/distribution/checkout.sh
readonly OLDEST_JAVA=17
readonly START_TIMEOUT=${BIGHAMMER_START_TIMEOUT:-60}
# Requests under way get 30 s to end, and the rest of an orderly stop another 15.
readonly STOP_TIMEOUT=${BIGHAMMER_STOP_TIMEOUT:-45}
# The gateway gives up a command after 120 s.
readonly SHELL_TIMEOUT=130
readonly LEAST_FILES=4096
readonly MAX_BACK_OFF=60

# Exit codes, of `status` as the Linux Standard Base has them.
readonly NOT_RUNNING=3
readonly NO_ANSWER=5
readonly ALREADY_RUNS=4

usage() {
    cat <<'TEXT'
./duang.sh COMMAND

  start [--watch]   start the gateway and wait until it runs; --watch starts it again after an unexpected end
  stop              stop it: requests under way are answered first
  restart           check, then stop and start; with errors the running gateway is left alone
  status [--json]   what runs and what needs a look; exit code 0 all well, 1 partly, 3 not running
  run               start it in the foreground, with its log on the console
  reload [SERVICE…] start new workers, of all services or those named, and let the old ones go when the new ones serve
  shell [COMMAND]   Felix Gogo in the running gateway: one command, or line after line; exit code 0 good, 1 failed, 2 not understood
  check [FOLDER]    check the configuration without starting; exit code 0 good, 1 not
  diff              what the configuration says that is not in force; exit code 0 nothing, 1 something, 2 errors, 3 not running
  logs [-f] [N]     the last 100 lines, or N, of the gateway's log; -f follows it
  build             make what `start` needs: the jars (in a checkout) and an archive for a fast start
  test [long] [...] run the tests (in a checkout), with `long` also those that take minutes; more arguments go to Maven
  help              this text

Settings, from the environment:
  JAVA_HOME                the Java to use; else the newest from 17 up that is found
  BIGHAMMER_HEAP           the Java heap, 256m unless set
  JAVA_OPTS                more options for Java
  BIGHAMMER_START_TIMEOUT  seconds to wait for the start, 60 unless set
  BIGHAMMER_STOP_TIMEOUT   seconds for an orderly stop, 45 unless set
  NO_COLOR                 no colours
TEXT
}

# ---------------------------------------------------------------------------------------------------- messages

say() { # LEVEL TEXT
    local level=$1 text=$2 time colour='' plain=''
    printf -v time '%(%Y-%m-%d %H:%M:%S)T' -1
    if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
        plain=$'\e[0m'
        case $level in
            INFO) colour=$'\e[32m' ;;
            WARN) colour=$'\e[33m' ;;
            ERROR) colour=$'\e[31m' ;;
        esac
    fi
    printf '%s %s%-5s%s %s\n' "$time" "$colour" "$level" "$plain" "$text"
    log_line "$time" "$level" "$text"
}

log_line() { # TIME LEVEL TEXT
    mkdir -p -- "$LOGS" 2>/dev/null && rotate "$DUANG_LOG" 1048576 && printf '%s %-5s %s\n' "$@" 2>/dev/null >>"$DUANG_LOG"
}

say_lines() { # LEVEL, lines on stdin
    local line
    while IFS= read -r line || [[ -n $line ]]; do
        [[ -z $line ]] || say "$1" "$line"
    done
}

die() { # TEXT [EXIT CODE]
    say ERROR "$1"
    exit "${2:-1}"
}

rotate() { # FILE BYTES
    local file=$1 n
    if (($(size_of "$file") > $2)); then
        for n in 3 2 1; do
            [[ ! -e $file.$n ]] || mv -f -- "$file.$n" "$file.$((n + 1))"
        done
        mv -f -- "$file" "$file.1"
    fi
}

size_of() { # FILE
    if [[ -f $1 ]]; then wc -c <"$1"; else echo 0; fi
}

# -------------------------------------------------------------------------------------------- Java and packages

java_major() { # JAVA HOME
    local version
    version=$(java_version "$1")
    echo "${version%%[.+-]*}"
}

java_version() { # JAVA HOME; reads the file `release`, which costs nothing, before it asks the program
    local version=''
    if [[ -r $1/release ]]; then
        version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release")
    fi
    if [[ -z $version && -x $1/bin/java ]]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
    fi
    echo "${version:-0}"
}

java_homes() { # PROGRAM; a line "MAJOR HOME" for each Java that is new enough and has that program, newest first
    local on_path home major
    on_path=$(readlink -f -- "$(command -v java)" 2>/dev/null)
    for home in "${on_path%/bin/java}" /usr/lib/jvm/* /opt/java/*; do
        [[ -n $home && -x $home/bin/$1 ]] || continue
        home=$(readlink -f -- "$home")
        major=$(java_major "$home")
        ((major >= OLDEST_JAVA)) && echo "$major $home"
    done | sort -rn -u
}

find_java() { # PROGRAM (java or javac); sets JAVA
    JAVA=''
    if [[ -n ${JAVA_HOME:-} ]]; then
        if [[ -x $JAVA_HOME/bin/$1 ]] && (($(java_major "$JAVA_HOME") >= OLDEST_JAVA)); then
            JAVA=$JAVA_HOME
            return 0
        fi
        say WARN "JAVA_HOME=$JAVA_HOME has no bin/$1 of version $OLDEST_JAVA or newer; looking for another Java."
    fi
    read -r _ JAVA < <(java_homes "$1")
    [[ -n $JAVA ]]
}

package_manager() {
    local name
    for name in apt-get dnf apk; do
        if command -v "$name" >/dev/null; then
            echo "$name"
            return
        fi
    done
}

package_of() { # MANAGER PROGRAM
    case $1:$2 in
        apt-get:java) known_package apt openjdk-17-jre-headless default-jre-headless ;;
        apt-get:javac) known_package apt openjdk-17-jdk-headless default-jdk-headless ;;
        apt-get:php | dnf:php) echo php-cli ;;
        dnf:java) echo java-21-openjdk-headless ;;
        dnf:javac) echo java-21-openjdk-devel ;;
        apk:java) echo openjdk21-jre-headless ;;
        apk:javac) echo openjdk21-jdk ;;
        apk:php) known_package apk php84 php83 ;;
        *:mvn) echo maven ;;
        *:node) echo nodejs ;;
        *:python3) echo python3 ;;
        *:openssl) echo openssl ;;
        apt-get:nc | apk:nc) echo netcat-openbsd ;;
        dnf:nc) echo netcat ;;
        apt-get:go) echo golang-go ;;
        dnf:go) echo golang ;;
        apk:go) echo go ;;
        apt-get:initdb) echo postgresql ;;
        dnf:initdb) echo postgresql-server ;;
        apk:initdb) known_package apk postgresql17 postgresql16 ;;
    esac
}

known_package() { # apt|apk CANDIDATE… ; the first that the system offers, else the last
    local kind=$1 name
    shift
    for name; do
        case $kind in
            apt) apt-cache show "$name" >/dev/null 2>&1 && break ;;
            apk) [[ -n $(apk search -q -x "$name" 2>/dev/null) ]] && break ;;
        esac
    done
    echo "$name"
}

install_command() { # PROGRAM…
    local manager program packages=''
    manager=$(package_manager)
    for program; do
        packages+=" $(package_of "$manager" "$program")"
    done
    case $manager in
        apt-get) echo "apt-get update && apt-get install -y --no-install-recommends$packages" ;;
        dnf) echo "dnf install -y$packages" ;;
        apk) echo "apk add$packages" ;;
        *) echo "(no apt-get, dnf or apk here) install these programs and put them on the PATH: $*" ;;
    esac
}

has() { # PROGRAM
    case $1 in
        java | javac) find_java "$1" ;;
        initdb) command -v "$1" >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# A checkout installs what is missing; an unpacked tar.gz never changes the system.
need() { # PROGRAM…
    local program missing=()
    for program; do
        has "$program" || missing+=("$program")
    done
    ((${#missing[@]} == 0)) && return
    if in_checkout; then
        install "${missing[@]}"
    else
        die "Missing: ${missing[*]}. Install with, as root: $(install_command "${missing[@]}")"
    fi
}

in_checkout() {
    [[ -f $CHECKOUT ]]
}

built() {
    [[ -d lib/0-launcher ]]
}

# PHP is needed only when a program of the configuration that is there is written in it.
php_programs() {
    local program
    grep -ohE '"/?[^"]*\.php"' config/config.json config/services.json 2>/dev/null | tr -d '"' | while IFS= read -r program; do
        [[ ! -f $HOME_DIR/${program#/} && ! -f $program ]] || echo "$program"
    done
}

prepare() {
    mkdir -p -- "$LOGS"
    if ! built; then
        in_checkout || die "The folder lib is missing from $HOME_DIR. Unpack the tar.gz again."
        say INFO "Nothing is built yet."
        build
    fi
    need java
    [[ -z $(php_programs) ]] || need php
}

# -------------------------------------------------------------------------------------------- the gateway's Java

class_path() { # relative to home: the archive then survives moving the folder
    local jars=(lib/[0-9]-*/*.jar) IFS=:
    echo "${jars[*]}"
}

# Java 25 and newer have a better kind of archive, which knows all options of the command line.
archive() { # JAVA HOME
    if (($(java_major "$1") >= 25)); then
        echo "lib/archive/java-$(java_version "$1").aot"
    else
        echo "lib/archive/java-$(java_version "$1").jsa"
    fi
}

archive_option() { # read|write FILE
    case $1:$2 in
        read:*.aot) echo "-XX:AOTCache=$2" ;;
        write:*.aot) echo "-XX:AOTCacheOutput=$2" ;;
        read:*) echo "-XX:SharedArchiveFile=$2" ;;
        write:*) echo "-XX:ArchiveClassesAtExit=$2" ;;
    esac
}

gateway_java() { # HOME ARCHIVE_OPTION; sets GATEWAY, the command
    local major home=$1
    major=$(java_major "$JAVA")
    GATEWAY=("$JAVA/bin/java" "-Dbighammer.home=$home" "-Dbighammer.stop.timeout=$STOP_TIMEOUT"
        -Xmx"${BIGHAMMER_HEAP:-256m}" -Xms24m -XX:NewSize=16m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError
        # Four times Java's own: what is hot under load gets there soon, and a start does not compile what it does not need again.
        -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000
        -XX:Tier4BackEdgeThreshold=160000
        # But ciphers are slow until they are compiled for good, which TLS would feel for its first 100,000 requests.
        -XX:CompileCommand=quiet "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.1"
        "-XX:ErrorFile=$home/runtime/logs/java-crash-%p.log" -Dfile.encoding=UTF-8 --enable-native-access=ALL-UNNAMED
        "$2" "-Xlog:cds*=off")
    ((major < 25)) || GATEWAY+=("-Xlog:aot*=off")
    ((major < 24)) || GATEWAY+=(--sun-misc-unsafe-memory-access=allow)
    # JAVA_OPTS is a list of words.
    # shellcheck disable=SC2206
    GATEWAY+=(${JAVA_OPTS:-})
    GATEWAY+=(-cp "$(class_path)")
}

control_java() { # [HOME]; sets CONTROL, the command; its arguments are SECONDS COMMAND…
    local jars=(lib/0-launcher/io.bighammer.launcher-*.jar)
    CONTROL=("$JAVA/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx32m
        -cp "${jars[0]}" io.bighammer.launcher.ControlClient "${1:-$HOME_DIR}")
}

raise_file_limit() {
    local hard
    hard=$(ulimit -Hn)
    [[ $hard == unlimited ]] && return
    ulimit -Sn "$hard"
    if ((hard < LEAST_FILES)); then
        say WARN "Only $hard files may be open at a time; each connection is one. Raise it before the start, as root: ulimit -n 65536"
    fi
}

# ---------------------------------------------------------------------------------------- proof of whose process

start_time() { # PID
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return
    read -ra stat <<<"${stat##*) }"
    echo "${stat[19]}"
}

# A dead process that nobody has waited for has no command line any more.
has_argument() { # PID ARGUMENT
    if [[ -d /proc/self ]]; then
        grep -qzFx -e "$2" "/proc/$1/cmdline" 2>/dev/null
    else
        [[ " $(ps -ww -o args= -p "$1" 2>/dev/null) " == *" $2 "* ]]
    fi
}

# The lock names a process and its start; its command line names this home. Only with all three is it ours to signal.
find_gateway() { # sets GATEWAY_PID
    local pid start
    GATEWAY_PID=''
    { read -r pid start <"$RUNTIME/lock"; } 2>/dev/null || return 1
    is_gateway "$pid" "$start" && GATEWAY_PID=$pid
}

is_gateway() { # PID START
    [[ $1 =~ ^[0-9]+$ ]] && has_argument "$1" "-Dbighammer.home=$HOME_DIR" && [[ $2 == - || $2 == "$(start_time "$1")" ]]
}

find_watcher() { # sets WATCHER_PID
    local pid
    WATCHER_PID=''
    { read -r pid <"$WATCH_PID"; } 2>/dev/null || return 1
    [[ $pid =~ ^[0-9]+$ ]] && has_argument "$pid" "$HOME_DIR/duang.sh" && has_argument "$pid" watch-gateway && WATCHER_PID=$pid
}

clean_stale() {
    local file
    for file in "$RUNTIME"/*.pid "$RUNTIME"/*.sock; do
        [[ -e $file || -S $file ]] || continue
        [[ $file == "$WATCH_PID" ]] && find_watcher && continue
        rm -f -- "$file" && say INFO "Removed ${file#"$HOME_DIR"/}, left behind by a process that is gone."
    done
}

# --------------------------------------------------------------------------------------------------------- start

start() {
    local watch=''
    case ${1:-} in
        '') ;;
        --watch) watch=yes ;;
        *) die "start does not know '$1'; it knows --watch." 2 ;;
    esac
    mkdir -p -- "$RUNTIME"
    # Two starts at once: the second waits for the first, and finds the gateway running.
    exec 9<"$RUNTIME"
    ! command -v flock >/dev/null || flock 9
    if find_gateway; then
        say INFO "BigHammer runs already, its pid is $GATEWAY_PID."
        [[ -z $watch ]] || find_watcher || say WARN "It is not watched. For that: ./duang.sh restart --watch"
        return 0
    fi
    prepare
    clean_stale
    start_and_await "$watch"
    local code=$?
    exec 9<&-
    return "$code"
}

start_and_await() { # WATCH
    local child answer code out_before log_before
    gateway_java "$HOME_DIR" "$(archive_option read "$(archive "$JAVA")")"
    control_java
    raise_file_limit
    rotate "$GATEWAY_OUT" 1048576
    out_before=$(size_of "$GATEWAY_OUT")
    log_before=$(size_of "$GATEWAY_LOG")
    say INFO "Starting BigHammer with Java $(java_version "$JAVA") …"
    if [[ -n $1 ]]; then
        in_background "$BASH" "$HOME_DIR/duang.sh" watch-gateway
    else
        in_background "${GATEWAY[@]}" io.bighammer.launcher.Launcher
    fi
    child=$!
    answer=$(mktemp)
    await_start "$child" "$START_TIMEOUT" >"$answer"
    code=$?
    if [[ -n $DIED ]]; then
        tell_death "$code" "$out_before" "$log_before"
        code=$((code == 0 ? 1 : code))
    else
        tell_answer "$code" "$answer" "$child" "$1"
        code=$?
    fi
    rm -f -- "$answer"
    return "$code"
}

# Prints the gateway's answer and returns its code; when the process ends first, that is known at once, and its code returned.
await_start() { # PROCESS SECONDS; sets DIED
    local client code=0
    DIED=''
    # The client is a Java too, which must not take the machine from the one that starts.
    nice -n 10 "${CONTROL[@]}" "$2" await-start 2>/dev/null 9<&- &
    client=$!
    wait -n "$1" "$client" || code=$?
    # `wait` has taken the one that ended: who can still be signalled is the other.
    if kill -0 "$client" 2>/dev/null; then
        DIED=yes
        kill "$client"
        wait "$client" 2>/dev/null
    fi
    return "$code"
}

in_background() { # COMMAND…
    local detach=()
    command -v setsid >/dev/null && detach=(setsid)
    "${detach[@]}" "$@" </dev/null >>"$GATEWAY_OUT" 2>&1 9<&- &
}

tell_answer() { # EXIT CODE OF THE CLIENT, ANSWER, CHILD, WATCH
    case $1 in
        0)
            say_lines WARN <"$2"
            [[ -z $4 ]] || echo "$3" >"$WATCH_PID"
            find_gateway
            say INFO "BigHammer runs, its pid is $GATEWAY_PID${4:+, watched by $3}."
            return 0
            ;;
        1) say_lines ERROR <"$2" ;;
        *) say ERROR "BigHammer did not say within $START_TIMEOUT s that it runs. See runtime/logs/gateway.log." ;;
    esac
    [[ -z $4 ]] || kill "$3" 2>/dev/null
    ENDING_PID=$3 ENDING_START=-
    end_gateway 5
    # One that cannot start ends by itself, and lets go of its lock a moment before.
    gone_within 5 gateway_lives
    say ERROR "BigHammer did not start."
    return 1
}

tell_death() { # EXIT CODE, LENGTH OF gateway.out BEFORE, LENGTH OF gateway.log BEFORE
    local out
    out=$(tail -c "+$(($2 + 1))" -- "$GATEWAY_OUT")
    [[ -n $out ]] || out=$(tail -c "+$(($3 + 1))" -- "$GATEWAY_LOG" 2>/dev/null | grep -E '^[-0-9]+ [:.0-9]+ ERROR ' | cut -d' ' -f4-)
    say_lines ERROR <<<"$out"
    say ERROR "BigHammer did not start: $(meaning_of "$1")."
}

meaning_of() { # EXIT CODE OF THE GATEWAY
    case $1 in
        0) echo "it was stopped" ;;
        1) echo "it could not start, exit code 1" ;;
        2) echo "its configuration has errors, exit code 2" ;;
        3) echo "Java ran out of memory, exit code 3; BIGHAMMER_HEAP gives it more" ;;
        "$ALREADY_RUNS") echo "another process holds runtime/lock, exit code $ALREADY_RUNS" ;;
        134 | 139) echo "Java crashed, exit code $1; see runtime/logs/java-crash-*.log" ;;
        137) echo "it was killed (SIGKILL: by hand, or by the system for lack of memory)" ;;
        143) echo "it was ended by SIGTERM" ;;
        *) echo "exit code $1" ;;
    esac
}

run() {
    prepare
    find_gateway || clean_stale >/dev/null
    gateway_java "$HOME_DIR" "$(archive_option read "$(archive "$JAVA")")"
    raise_file_limit
    exec "${GATEWAY[@]}" -Dbighammer.console=true io.bighammer.launcher.Launcher
}

# --------------------------------------------------------------------------------------------------------- watch

# Its own process, and the gateway's parent: only a parent learns how a process ended. `start` makes it official by its
# pid file; a gateway that ends before that has not started at all.
watch_gateway() {
    local code back_off=1 since sleeping=''
    trap '[[ -z $sleeping ]] || kill "$sleeping"; exit 0' TERM
    find_java java || exit 1
    gateway_java "$HOME_DIR" "$(archive_option read "$(archive "$JAVA")")"
    while true; do
        since=$SECONDS
        "${GATEWAY[@]}" io.bighammer.launcher.Launcher &
        code=0
        wait $! || code=$?
        find_watcher || exit "$code"
        if ((code == 0)); then
            say INFO "The gateway was stopped in order; the watch ends." >/dev/null
            rm -f -- "$WATCH_PID"
            exit 0
        fi
        ((SECONDS - since < MAX_BACK_OFF)) || back_off=1
        say WARN "The gateway ended unexpectedly: $(meaning_of "$code"). It is started again in $back_off s." >/dev/null
        sleep "$back_off" &
        sleeping=$!
        wait "$sleeping"
        sleeping=''
        back_off=$((back_off * 2 > MAX_BACK_OFF ? MAX_BACK_OFF : back_off * 2))
        rotate "$GATEWAY_OUT" 1048576
        clean_stale >/dev/null
        say INFO "Starting the gateway again." >/dev/null
    done
}

stop_watcher() {
    if find_watcher; then
        kill "$WATCHER_PID" 2>/dev/null
        gone_within 5 find_watcher || kill -KILL "$WATCHER_PID" 2>/dev/null
        say INFO "The watch has ended."
    fi
    rm -f -- "$WATCH_PID"
}

# ---------------------------------------------------------------------------------------------------------- stop

stop() {
    stop_watcher
    if ! find_gateway; then
        clean_stale
        say INFO "BigHammer is not running."
        return 0
    fi
    say INFO "Stopping BigHammer, pid $GATEWAY_PID …"
    # The gateway itself gives up at the limit; only one that cannot do even that is killed.
    end_gateway "$((STOP_TIMEOUT + 2))" || return
    clean_stale
    say INFO "BigHammer has stopped."
}

end_gateway() { # SECONDS FOR AN ORDERLY END
    find_gateway || return 0
    ENDING_PID=$GATEWAY_PID ENDING_START=$(start_time "$GATEWAY_PID")
    kill -TERM "$ENDING_PID" 2>/dev/null
    gone_within "$1" gateway_lives && return
    gateway_lives || return 0
    say WARN "BigHammer did not end within $1 s; its process $ENDING_PID is killed. Requests under way are lost."
    kill -KILL "$ENDING_PID" 2>/dev/null
    gone_within 5 gateway_lives && return
    say ERROR "The process $ENDING_PID does not end. Look at it with: ps -fp $ENDING_PID"
    return 1
}

# The one that is about to end, which has perhaps let go of its lock already.
gateway_lives() {
    is_gateway "$ENDING_PID" "$ENDING_START"
}

gone_within() { # SECONDS, FUNCTION THAT FINDS IT
    local deadline=$((SECONDS + $1))
    while "$2"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.05
    done
}

restart() {
    local watch=${1:-}
    ! find_watcher || watch=--watch
    if find_gateway && ! check; then
        die "There are errors, named above, and the running gateway was left alone. To stop it all the same: ./duang.sh stop"
    fi
    stop && start ${watch:+"$watch"}
}

# --------------------------------------------------------------------------------- what the running gateway knows

control() { # SECONDS COMMAND…
    find_java java || die "No Java from version $OLDEST_JAVA up was found. Install with, as root: $(install_command java)"
    control_java
    "${CONTROL[@]}" "$@"
}

status() { # [--json]
    local code
    if ! find_gateway; then
        echo "BigHammer is not running.  Start it with: ./duang.sh start"
        return "$NOT_RUNNING"
    fi
    (($# > 0)) || ! find_watcher || tell_watch
    control 5 status "$@"
    code=$?
    if ((code == NOT_RUNNING || code == NO_ANSWER)); then
        echo "The process $GATEWAY_PID runs but does not answer on runtime/control.sock. Its last word, runtime/status.json:"
        cat -- "$RUNTIME/status.json" 2>/dev/null || echo "(there is none)"
        code=1
    fi
    return "$code"
}

tell_watch() {
    local last
    echo "watched by process $WATCHER_PID, which starts it again after an unexpected end"
    last=$(grep -h 'ended unexpectedly' -- "$DUANG_LOG.1" "$DUANG_LOG" 2>/dev/null | tail -n 1)
    [[ -z $last ]] || echo "the last one: $last"
}

reload() { # [SERVICE…]
    find_gateway || die "BigHammer is not running, so there is nothing to reload. Start it with: ./duang.sh start" "$NOT_RUNNING"
    control 60 reload "$@"
}

# One command is said at once; without one, each line of the input is.
shell() { # [COMMAND]
    local edit=() prompt=''
    find_gateway || die "BigHammer is not running, so it has no shell. Start it with: ./duang.sh start" "$NOT_RUNNING"
    if (($# > 0)); then
        control "$SHELL_TIMEOUT" shell "${*//$'\n'/; }"
        return
    fi
    find_java java || die "No Java from version $OLDEST_JAVA up was found. Install with, as root: $(install_command java)"
    control_java
    if [[ -t 0 && -t 1 ]]; then
        prompt='bighammer> '
        ! command -v rlwrap >/dev/null || edit=(rlwrap)
    fi
    # The same class path and options, another class: the arguments are its own.
    "${edit[@]}" "${CONTROL[@]:0:${#CONTROL[@]}-2}" io.bighammer.launcher.ShellClient "$HOME_DIR" "$prompt"
}

check() { # [FOLDER]
    built || prepare
    need java
    (($# == 0)) || [[ $1 == /* ]] || set -- "$CALLED_FROM/$1"
    "$JAVA/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Dfile.encoding=UTF-8 -cp "$(class_path)" \
        io.bighammer.core.check.Check "$HOME_DIR" "$@"
}

diff() {
    find_gateway || die "BigHammer is not running, so nothing is in force. Look at the files with: ./duang.sh check" "$NOT_RUNNING"
    control 10 diff
}

logs() { # [-f] [LINES]
    [[ -f $GATEWAY_LOG ]] || die "There is no log yet: $GATEWAY_LOG is written when the gateway starts."
    local follow=() lines=100
    while (($# > 0)); do
        case $1 in
            -f) follow=(-F) ;;
            *[!0-9]* | '') die "logs takes -f and a number of lines, not '$1'." 2 ;;
            *) lines=$1 ;;
        esac
        shift
    done
    exec tail -n "$lines" "${follow[@]}" -- "$GATEWAY_LOG"
}

# --------------------------------------------------------------------------------------------------------- build

build() {
    if in_checkout; then
        build_checkout
    else
        need java
        make_archives
    fi
}

# One for each Java that is here, because an archive fits only the Java that wrote it.
make_archives() {
    local home
    mkdir -p -- lib/archive "$LOGS"
    { [[ -z ${JAVA_HOME:-} ]] || echo "$(java_major "$JAVA_HOME") $JAVA_HOME"; java_homes java; } \
        | while read -r _ home; do
            [[ -f $(archive "$home") ]] || make_archive "$home"
        done
}

# Runs the gateway in a folder of its own, asks it for one page, and has Java write down the classes that it loaded.
# Without that archive the start takes longer, and nothing else changes.
make_archive() { # JAVA HOME
    local JAVA=$1 file home port trainee
    file=$(archive "$JAVA")
    home=$(mktemp -d)
    port=$(free_port)
    training_home "$home" "$port"
    gateway_java "$home" "$(archive_option write "$HOME_DIR/$file")"
    control_java "$home"
    (
        cd -- "$home" || exit
        exec timeout -k 5 60 "${GATEWAY[@]}" io.bighammer.launcher.Launcher
    ) </dev/null >"$LOGS/training.out" 2>&1 9<&- &
    trainee=$!
    if await_start "$trainee" 30 >>"$LOGS/training.out"; then
        ask_for_page "$port" / && ask_for_page "$port" /all
        "${CONTROL[@]}" 30 stop >>"$LOGS/training.out" 2>&1
    else
        kill "$trainee" 2>/dev/null
    fi
    if wait "$trainee" && [[ -f $file ]]; then
        say INFO "Made the archive for a fast start with Java $(java_version "$JAVA")."
    else
        rm -f -- "$file"
        say WARN "No archive for a fast start with Java $(java_version "$JAVA"); see runtime/logs/training.out. The start takes a little longer."
    fi
    rm -rf -- "$home"
}

# Not the configuration of this home: its services are not to run twice, nor its ports to be taken.
training_home() { # FOLDER PORT
    local plugin service=''
    mkdir -p -- "$1/config" "$1/runtime/logs" "$1/plugins"
    ln -s -- "$HOME_DIR/lib" "$HOME_DIR/Develop" "$1/"
    for plugin in auth logger ratelimit example; do
        [[ ! -f plugins/$plugin.jar ]] || cp -- "plugins/$plugin.jar" "$1/plugins/"
    done
    ! command -v php >/dev/null || [[ ! -f Develop/example_service.php ]] \
        || service='{"name": "example", "path": "/Develop/example_service.php"}'
    printf '%s\n' "{\"ports\": {\"http_port\": $2, \"websocket_port\": 0, \"tcp_port\": 0, \"ipc_port\": 0, \"admin_port\": 0}}" >"$1/config/config.json"
    printf '%s\n' '{"routes": [{"path": "/", "handler": "example", "plugins": ["logger", "ratelimit", "example"]},' \
        '{"path": "/all", "handler": "example", "plugins": ["logger", "auth"]}]}' >"$1/config/router.json"
    printf '%s\n' '{"plugins": []}' >"$1/config/plugins.json"
    printf '%s\n' "{\"services\": [$service]}" >"$1/config/services.json"
}

free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

ask_for_page() { # PORT PATH
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit
        printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
        timeout 10 cat <&3
    ) >>"$LOGS/training.out" 2>&1
}

main() {
    local command=${1:-help}
    (($# == 0)) || shift
    # shellcheck source=distribution/checkout.sh
    ! in_checkout || source "$CHECKOUT"
    case $command in
        start | stop | restart | status | run | reload | shell | check | diff | logs | build) "$command" "$@" ;;
        watch-gateway) watch_gateway ;;
        test)
            in_checkout || die "The tests are part of a checkout, not of the tar.gz." 2
            run_tests "$@"
            ;;
        help | -h | --help) usage ;;
        *)
            usage >&2
            die "There is no command '$command'." 2
            ;;
    esac
}

main "$@"
