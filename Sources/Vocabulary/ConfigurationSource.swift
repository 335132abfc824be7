/// One YAML file of a configuration: its path below the configuration directory, and its bytes.
package struct ConfigurationSource: Hashable, Sendable {
    /// `hopper.yaml`, `partners/acme.yaml`, `destinations/crm.yaml`.
    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
