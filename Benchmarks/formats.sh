# Sourced by Benchmarks/run: the rate of each format's reader, beside a peer that reads the same file.
# shellcheck shell=bash disable=SC2154

formats=(csv pipes tsv fixed-width jsonl json xml csv.gz csv.zst csv.xz csv.bz2)

# The same customers in every format, none of them bad.
generate_formats() { # ROWS
    local kind marker=$scratch/formats/generated.$1
    [ ! -f "$marker" ] || return 0
    rm -rf "$scratch/formats"
    mkdir -p "$scratch/formats"
    for kind in csv pipes tsv fixed-width jsonl json xml; do
        "$bin/hopper-generate" customers --rows "$1" --bad 0 --format $kind \
            >"$scratch/formats/customers.$kind"
    done
    gzip -k "$scratch/formats/customers.csv"
    zstd -q "$scratch/formats/customers.csv"
    xz -k "$scratch/formats/customers.csv"
    bzip2 -k "$scratch/formats/customers.csv"
    touch "$marker"
}

# The peers that are compiled: expat's own element counter, the plain loop over simdjson.
build_format_peers() {
    local peers=$PWD/.scratch/peers
    mkdir -p "$peers"
    scripts/install-dependencies jq mawk miller
    clang -O3 -march=native Benchmarks/peers/expat_count.c -o "$peers/expat_count" -lexpat
    clang++ -std=c++17 -O3 -march=native Benchmarks/peers/simdjson_loop.cpp \
        -o "$peers/simdjson_loop" -lsimdjson
    clang++ -std=c++17 -O3 -march=native -I Tests/SimdjsonTwin/include \
        Benchmarks/peers/simdjson_strict.cpp -o "$peers/simdjson_strict" -lsimdjson
}

# A peer that takes its own time, from before opening the file: `seconds count`.
timed_peer() { # FIGURE PROGRAM...
    local figure=$1
    shift
    "$@" | awk -v name="$figure" '{ print name, $1 }' | record
}

# A peer that is a program of its own: from its start to its end, some milliseconds of it to begin.
program_peer() { # FIGURE PROGRAM...
    local figure=$1 start
    shift
    start=$(date +%s.%N)
    "$@" >/dev/null
    awk -v from="$start" -v to="$(date +%s.%N)" -v name="$figure" \
        'BEGIN { print name, to - from }' | record
}

format_peers() {
    local peers=$PWD/.scratch/peers files=$scratch/formats/customers slices
    slices='{ n += length(substr($0, 1, 10)) + length(substr($0, 11, 12)) + \
        length(substr($0, 23, 18)) + length(substr($0, 41, 40)) + length(substr($0, 81, 10)) + \
        length(substr($0, 91, 10)) + length(substr($0, 101, 1)) + length(substr($0, 102, 36)) + \
        length(substr($0, 138, 5)) + length(substr($0, 143, 16)) + length(substr($0, 159, 2)) + \
        length(substr($0, 161)) } END { print n }'
    program_peer peer.csv mlr --icsv --ifs ';' --ojson count "$files.csv"
    program_peer peer.pipes mlr --icsvlite --ifs '||' --ojson count "$files.pipes"
    program_peer peer.tsv mlr --itsv --ojson count "$files.tsv"
    program_peer peer.fixed-width env LC_ALL=C mawk "$slices" "$files.fixed-width"
    timed_peer peer.jsonl "$peers/simdjson_loop" lines "$files.jsonl"
    timed_peer strict.jsonl "$peers/simdjson_strict" "$files.jsonl"
    timed_peer peer.json "$peers/simdjson_loop" array "$files.json"
    timed_peer peer.xml "$peers/expat_count" "$files.xml"
    program_peer jq.jsonl jq -c . "$files.jsonl"
    program_peer jq.json jq -c '.[]' "$files.json"
    program_peer peer.csv.gz zcat "$files.csv.gz"
    program_peer peer.csv.zst zstdcat "$files.csv.zst"
    program_peer peer.csv.xz xzcat "$files.csv.xz"
    program_peer peer.csv.bz2 bzcat "$files.csv.bz2"
}

# One run of all the readers, and of their peers.
measure_formats() { # CONFIG
    local name plain
    for name in "${formats[@]}"; do
        plain=${name/csv.*/csv}
        "$bin/hopper-bench" format "$name" "$scratch/formats/customers.$name" "$1" | record
        echo "format.$name.bytes $(stat -c %s "$scratch/formats/customers.$plain")" | record
    done
    [ $peers = 0 ] || format_peers
}
