"""A small GOV.UK Notify of the tests' own, on loopback: it takes e-mails as Notify does and can be asked what it has."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

SECRET = "11111111-1111-4111-8111-111111111111"
SERVICE = "22222222-2222-4222-8222-222222222222"
API_KEY = f"tests-{SERVICE}-{SECRET}"


class Notify(ThreadingHTTPServer):
    """`taken` is what it has; `status` what it answers to the next e-mail; `breaks_off` after it took one, before it answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Door)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.taken, self.status, self.breaks_off = [], 201, False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Say nothing of a line that was cut on purpose."""


class _Door(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Keep quiet."""

    def is_ours(self):
        token = self.headers["Authorization"].removeprefix("Bearer ")
        return jwt.decode(token, SECRET, algorithms=["HS256"], leeway=30)["iss"] == SERVICE

    def do_POST(self):
        facts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.is_ours() or self.path != "/v2/notifications/email":
            return self.answer(403, {"errors": [{"message": "no"}]})
        if self.server.status != 201:
            return self.answer(self.server.status, {"errors": [{"message": f"{facts['email_address']} is wrong"}]})
        self.server.taken.append(facts | {"status": "sending"})
        if self.server.breaks_off:
            return self.connection.close()
        return self.answer(201, {"id": "33333333-3333-4333-8333-333333333333", "reference": facts["reference"]})

    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        if not self.is_ours() or self.server.status == 500:
            return self.answer(500, {})
        return self.answer(200, {"notifications": [facts for facts in self.server.taken if facts["reference"] == asked], "links": {}})

    def answer(self, status, facts):
        body = json.dumps(facts).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
