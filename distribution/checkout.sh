# shellcheck shell=bash
# What ./duang.sh can do in a checkout only: install what is missing, build, test. Read by duang.sh; not part of the tar.gz.

install() { # PROGRAM…
    local command root=()
    command=$(install_command "$@")
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || die "Missing: $*. Install with, as root: $command"
        root=(sudo -n)
    fi
    [[ -n $(package_manager) ]] || die "Missing: $*. $command"
    if [[ $(package_manager) == apt-get ]]; then
        "${root[@]}" apt-get update -qq
        # Which Java the system offers is known only now.
        command=$(install_command "$@")
        command=${command#*&& }
    fi
    say INFO "Missing: $*. Installing: $command"
    # shellcheck disable=SC2086
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive $command >"$LOGS/install.log" 2>&1 \
        || die "The installation failed; see runtime/logs/install.log. Do it by hand, as root: $command"
    local program
    for program; do
        has "$program" || die "$program is still missing after: $command"
    done
}

build_checkout() {
    local new=lib.new
    mkdir -p -- "$LOGS"
    need javac mvn php
    find_java javac
    say INFO "Building with Java $(java_version "$JAVA"): half a minute, or a few when Maven has to fetch its libraries first …"
    # Even a quiet Maven without colours ends them.
    maven "$JAVA" -q -DskipTests -Dspotless.check.skip -pl distribution -am package | sed $'s/\e\\[0m//g' \
        || die "The build failed; the lines above say where."
    rm -rf -- "$new"
    mkdir -- "$new"
    tar -xzf distribution/target/bighammer-*.tar.gz -C "$new" --strip-components=1 || die "distribution/target has no good tar.gz."
    put_plugins "$new/plugins"
    rm -rf -- lib
    mv -- "$new/lib" lib
    rm -rf -- "$new"
    make_archives
    ! find_gateway || say WARN "The running gateway keeps the old build until: ./duang.sh restart"
    say INFO "Built."
}

# A plugin that has not changed is not touched: a running gateway would load it again.
put_plugins() { # FOLDER
    local jar name
    for jar in "$1"/*.jar; do
        name=${jar##*/}
        cmp -s -- "$jar" "plugins/$name" || mv -f -- "$jar" "plugins/$name"
    done
}

run_tests() { # [long], arguments for Maven
    mkdir -p -- "$LOGS"
    # The languages of the SDKs, each of which has tests of its own.
    need javac mvn php python3 node go initdb nc openssl
    local first second
    if [[ ${1:-} == long ]]; then
        set -- -Dtests.excluded=none "${@:2}"
    fi
    first=$(java_homes javac | awk '$1 == 17 {print $2; exit}')
    [[ -n $first ]] || { find_java javac && first=$JAVA; }
    second=$(java_homes javac | awk '$1 >= 21 {print $2; exit}')
    test_pass "$first" verify "$@" || return
    if [[ -z $second || $second == "$first" ]]; then
        say WARN "SKIPPED: the tests on Java 21 or newer, because none was found beside $(java_version "$first")."
    else
        test_pass "$second" clean verify -Dspotless.check.skip "$@" || return
    fi
    say INFO "All tests have passed."
}

maven() { # JAVA HOME, ARGUMENTS…
    local home=$1 options=${MAVEN_OPTS:-}
    shift
    # Maven's own libraries make newer Javas complain.
    (($(java_major "$home") < 24)) || options+=' --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
    JAVA_HOME=$home MAVEN_OPTS=$options mvn -B -Dstyle.color=never "$@"
}

test_pass() { # JAVA HOME, MAVEN ARGUMENTS…
    local home=$1
    shift
    say INFO "Testing with Java $(java_version "$home"): mvn -B $*"
    maven "$home" "$@" || {
        say ERROR "The tests failed with Java $(java_version "$home")."
        return 1
    }
}
