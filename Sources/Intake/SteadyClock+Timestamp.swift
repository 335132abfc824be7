import Platform
import Vocabulary

extension SteadyClock {
    var timestamp: Timestamp { Timestamp(milliseconds: milliseconds) }
}
