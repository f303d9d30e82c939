"""An application that says for each message by which way it came: "now" by the short way, "later" by ASGI. Served by test_lines.py on both servers."""

from plans.livetext.line import LINE
from portal.sockets.daphne import prepare_daphne
from portal.sockets.lines import WithLines

prepare_daphne()


async def say_again(scope, receive, send):
    """Say every message again, with the way by which it came; "much" sends more than a page reads and says whether that waits; words of text close with 4403."""
    await receive()
    await send({"type": "websocket.accept"})
    line = scope[LINE]

    def take(frame: bytes, way: bytes = b"now") -> None:
        if frame == b"much":
            for _ in range(40):
                line.put(bytes(1_000_000))
            line.put(b"waiting " + str(line.waiting > 1_000_000).encode())
        else:
            line.put(way + b" " + frame)

    line.hear(take)
    while (message := await receive())["type"] == "websocket.receive":
        if message.get("text") is not None:
            await send({"type": "websocket.close", "code": 4403})
        else:
            take(message["bytes"], b"later")


application = WithLines(say_again)
