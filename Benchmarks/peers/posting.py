"""How both peers send: one keep-alive connection, batches of 1000 records as JSON, one at a time."""

import http.client


class Poster:
    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self.records = 0

    def post(self, objects: bytes, count: int) -> None:
        """Sends `count` JSON objects that stand one a line, without a line end after the last."""
        body = b'{"records":[\n' + objects.replace(b"\n", b",\n") + b"]}"
        self._connection.request(
            "POST", "/customers:batch", body, {"Content-Type": "application/json"}
        )
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"the receiver answered {answer.status}")
        self.records += count
