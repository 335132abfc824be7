/// The version of these programs (https://semver.org).
package enum HopperVersion {
    package static let text = "0.1.0"
}
