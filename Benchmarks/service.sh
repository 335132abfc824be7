# Sourced by Benchmarks/run: starts and stops the receiver and the daemon, by their process ids.
# shellcheck shell=bash disable=SC2154

sink_pid='' hopper_pid=''

start_sink() {
    "$bin/hopper-sink" $port "$scratch/arrivals" &
    sink_pid=$!
    until (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null; do
        kill -0 $sink_pid 2>/dev/null || { echo "the receiver did not start" >&2; exit 3; }
        sleep 0.05
    done
}

stop_sink() {
    [ -z "$sink_pid" ] || { kill $sink_pid 2>/dev/null && wait $sink_pid 2>/dev/null; } || true
    sink_pid=''
}

# An empty state below DIRECTORY, and a configuration with one partner and one destination.
prepare_root() { # DIRECTORY
    local root=$1
    rm -rf "$root"
    mkdir -p "$root"/{state,run,etc/partners,etc/destinations} "$root"/drops/acme/{inbox,receipts}
    sed "s|@ROOT@|$root|" Benchmarks/config/hopper.yaml >"$root/etc/hopper.yaml"
    cp Benchmarks/config/acme.yaml "$root/etc/partners/"
    sed "s|@PORT@|$port|" Benchmarks/config/sink.yaml >"$root/etc/destinations/sink.yaml"
}

# A daemon of its own on an empty state.
start_hopper() { # DIRECTORY
    local root=$1
    prepare_root "$root"
    "$bin/hopperd" --config "$root/etc" 2>"$root/log" &
    hopper_pid=$!
    until [ -S "$root/run/control.sock" ]; do
        kill -0 $hopper_pid 2>/dev/null || { cat "$root/log" >&2; exit 3; }
        sleep 0.1
    done
}

stop_hopper() {
    [ -z "$hopper_pid" ] || { kill $hopper_pid 2>/dev/null && wait $hopper_pid 2>/dev/null; } || true
    hopper_pid=''
}

stop_all() {
    stop_hopper
    stop_sink
}

# The daemon's largest resident size so far.
peak_mib() { awk '/^VmHWM/ { print $2 / 1024 }' /proc/$hopper_pid/status; }

# User and system time of the daemon, in clock ticks.
cpu_ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' /proc/$hopper_pid/stat; }
