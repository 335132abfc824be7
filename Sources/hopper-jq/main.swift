import Glibc

// Runs jq programs over records, for Hopper: see `JQFrame` for what is asked and answered. It is not
// for people. It ends when there is no more to read.

// Whoever stops Hopper stops this by Hopper's closing the socket; a signal to both must not cost the
// record that is under way.
for number in [SIGHUP, SIGINT, SIGTERM] { signal(number, SIG_IGN) }
TimeLimit.install()
var server = RecordServer()
exit(server.run() ? 0 : 1)
