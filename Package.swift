// swift-tools-version: 6.2
import PackageDescription

// Every target is compiled under the same strict settings: see docs/decisions/0002-strict-swift.md.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A Swift target of Hopper's own; the floors are in docs/architecture.md.
func floor(_ name: String, _ dependencies: [String]) -> Target {
    .target(name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: strict)
}

/// A C library from Debian: a module map and a shim, no logic.
func library(_ name: String, _ pkgConfig: String?, _ debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func program(_ name: String, _ dependencies: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [String]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: strict)
}

let package = Package(
    name: "hopper",
    products: [
        .executable(name: "hopperd", targets: ["hopperd"]),
        .executable(name: "hopperctl", targets: ["hopperctl"]),
        .executable(name: "hopper-jq", targets: ["hopper-jq"]),
    ],
    targets: [
        // Floor 0: C and C++ as they are.
        library("CSQLite", "sqlite3", "libsqlite3-dev"),
        library("CSystemd", "libsystemd", "libsystemd-dev"),
        library("CCurl", "libcurl", "libcurl4-openssl-dev"),
        library("CMicrohttpd", "libmicrohttpd", "libmicrohttpd-dev"),
        library("CFyaml", "libfyaml", "libfyaml-dev"),
        library("CZlib", "zlib", "zlib1g-dev"),
        library("CExpat", "expat", "libexpat1-dev"),
        library("CZstd", "libzstd", "libzstd-dev"),
        library("CLzma", "liblzma", "liblzma-dev"),
        library("CBzip2", nil, "libbz2-dev"),
        library("CJq", nil, "libjq-dev"),
        library("CCrypto", "libcrypto", "libssl-dev"),
        .target(name: "CPlatform"),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "CTimeZone", linkerSettings: [.linkedLibrary("date-tz")]),

        // Floor 1: thin, safe Swift over the kernel and the libraries. Knows nothing of Hopper.
        floor("Platform", ["CPlatform"]),
        floor("Digest", ["CCrypto"]),
        floor("Compression", ["CBzip2", "CLzma", "CZlib", "CZstd", "Platform"]),
        floor("SQLite", ["CSQLite"]),
        floor("Systemd", ["CSystemd"]),
        floor("HTTP", ["CCurl", "CMicrohttpd", "Platform"]),
        floor("YAML", ["CFyaml"]),
        floor("JSON", []),
        floor("Regex", ["CRE2"]),
        floor("TimeZones", ["CTimeZone"]),
        floor("JQ", ["Platform"]),
        floor("LibJQ", ["CJq", "JQ", "JSON"]),

        // Floor 2: the values everything speaks in.
        floor("Vocabulary", ["Digest"]),

        // Floor 3: bytes to records, records to normalized JSON.
        floor(
            "Formats", ["Vocabulary", "Platform", "Compression", "JSON", "CPlatform", "CExpat"]),
        floor(
            "Mapping",
            [
                "Vocabulary", "Platform", "Digest", "JQ", "JSON", "Regex", "TimeZones", "CPlatform",
            ]),

        // Floor 4: what is configured, and what is kept; what a sample tells of its format.
        floor("Inference", ["Platform", "Compression", "JSON"]),
        floor(
            "Configuration",
            ["Vocabulary", "Formats", "Mapping", "YAML", "Digest", "JQ", "JSON", "Platform"]),
        floor(
            "Outbox", ["Vocabulary", "SQLite", "Platform", "CPlatform", "Compression", "Digest"]),

        // Floor 5: the way in and the way out. Neither knows the other.
        floor(
            "Intake",
            [
                "Vocabulary", "Platform", "Digest", "Compression", "JSON", "Formats", "Mapping",
                "Configuration", "Outbox", "CPlatform",
            ]),
        // Not "Dispatch": that is libdispatch's module, which Foundation imports.
        floor(
            "Dispatching",
            [
                "Vocabulary", "Platform", "Digest", "JSON", "HTTP", "Configuration", "Outbox",
            ]),

        // Floor 6: the running service.
        floor(
            "Service",
            [
                "Vocabulary", "Platform", "JSON", "HTTP", "Systemd", "Configuration", "Outbox",
                "Intake", "Dispatching",
            ]),

        // Floor 7: the programs.
        program("hopperd", ["Vocabulary", "Platform", "Configuration", "Service"]),
        program(
            "hopperctl",
            [
                "Vocabulary", "Platform", "Digest", "Compression", "JSON", "HTTP", "Formats",
                "Mapping", "Inference", "Configuration", "Outbox", "Intake", "Service",
            ]),

        // Runs jq programs in a process of its own, for the two.
        program("hopper-jq", ["JQ", "LibJQ"]),

        // Benchmarks: the files, the receiver, the stages.
        .executableTarget(
            name: "hopper-generate", path: "Benchmarks/Generator", swiftSettings: strict),
        .executableTarget(name: "hopper-sink", path: "Benchmarks/Sink"),
        .executableTarget(
            name: "hopper-bench",
            dependencies: [
                "Configuration", "Formats", "HTTP", "Intake", "JSON", "Mapping", "Outbox",
                "Platform", "Vocabulary",
            ],
            path: "Benchmarks/Stages", swiftSettings: strict),

        // Tests mirror Sources.
        .target(
            name: "TestSupport",
            dependencies: ["Vocabulary", "Platform", "Digest", "Outbox"],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("PlatformTests", ["Platform", "Digest", "Compression", "JSON", "TestSupport"]),
        tests("SystemdTests", ["Systemd"]),
        tests("JQTests", ["JQ", "LibJQ", "Platform", "TestSupport", "hopper-jq"]),
        tests("VocabularyTests", ["Vocabulary", "TestSupport"]),
        // A second reader of JSON, on simdjson, to hold the first one to.
        .target(
            name: "SimdjsonTwin", path: "Tests/SimdjsonTwin",
            // Read in a moment only when it is optimized.
            cxxSettings: [.unsafeFlags(["-O2"])],
            linkerSettings: [.linkedLibrary("simdjson")]),
        tests(
            "FormatsTests",
            [
                "Formats", "Compression", "CPlatform", "JSON", "SimdjsonTwin", "Vocabulary",
                "Platform", "TestSupport",
            ]),
        tests(
            "MappingTests",
            [
                "Mapping", "Vocabulary", "CPlatform", "Digest", "JQ", "Platform", "Regex",
                "TimeZones", "TestSupport", "hopper-jq",
            ]),
        tests(
            "InferenceTests",
            ["Inference", "Configuration", "JSON", "Platform", "Vocabulary", "TestSupport"]),
        tests(
            "ConfigurationTests",
            [
                "Configuration", "YAML", "JSON", "Vocabulary", "Formats", "Mapping", "TestSupport",
                "hopper-jq",
            ]),
        tests("OutboxTests", ["Outbox", "SQLite", "Vocabulary", "Platform", "TestSupport"]),
        tests(
            "IntakeTests",
            [
                "Intake", "Digest", "Outbox", "Configuration", "Formats", "Mapping", "JSON",
                "Vocabulary", "Platform", "TestSupport", "hopper-jq",
            ]),
        tests(
            "DispatchingTests",
            [
                "Dispatching", "Digest", "HTTP", "JSON", "Outbox", "Configuration", "Vocabulary",
                "Platform",
                "TestSupport",
            ]),
        tests(
            "ServiceTests",
            [
                "Service", "HTTP", "Intake", "JSON", "Systemd", "Outbox", "Configuration",
                "Vocabulary",
                "Platform", "TestSupport",
            ]),
        tests("CommandTests", ["hopperd", "hopperctl", "hopper-jq", "JSON", "TestSupport"]),
        // Runs the built programs, kills them, and holds them to the promise.
        tests(
            "CrashTests",
            [
                "hopperd", "hopperctl", "Intake", "Dispatching", "HTTP", "JSON", "Platform",
                "TestSupport",
            ]),
    ],
    cxxLanguageStandard: .cxx17
)
