import CPlatform

/// From here on all threads take memory from one heap (`M_ARENA_MAX`, mallopt(3)). To be called
/// before there is a second thread.
package func shareOneHeap() { hopper_share_one_heap() }
