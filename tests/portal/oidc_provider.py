"""A small OpenID Connect provider of the tests' own, on loopback: it answers well, or in whatever wrong way a test tells it to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "the-portal", "the secret of the portal: 100%"


def pem(key):
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


class Provider(ThreadingHTTPServer):
    """`says` changes claims of the next tokens (None leaves one out); `signs` makes the token in another way; `facts` changes what it says of itself."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Door)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.says, self.facts, self.keys, self.codes, self.asked = {}, {}, [self.public_key()], {}, []
        self.signs = lambda claims: jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def public_key(self, key=KEY, kid="1"):
        return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": kid, "use": "sig", "alg": "RS256"}

    def configuration(self):
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.url} | {name: f"{self.url}{path}" for name, path in places.items()} | self.facts

    def token(self, nonce):
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "marcus-1",
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
            "amr": ["pwd", "mfa"],
            "tid": "brookshire",
        }
        return self.signs({name: value for name, value in (claims | self.says).items() if value is not None})


class _Door(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Keep quiet."""

    def do_GET(self):
        path, asked = urlsplit(self.path).path, {name: value[0] for name, value in parse_qs(urlsplit(self.path).query).items()}
        if path == "/.well-known/openid-configuration":
            return self.answer(self.server.configuration())
        if path == "/keys":
            return self.answer({"keys": self.server.keys})
        if path != "/authorize":
            return self.answer({}, 404)
        code = secrets.token_urlsafe(16)
        self.server.asked.append(asked)
        self.server.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        return self.end_headers()

    def do_POST(self):
        form = {name: value[0] for name, value in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        asked = self.server.codes.pop(form.get("code"), None)
        who = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode().split(":")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        is_right = asked and [unquote(word) for word in who] == [CLIENT, SECRET] and asked["code_challenge"] == challenge
        if not is_right or form["redirect_uri"] != asked["redirect_uri"]:
            return self.answer({"error": "invalid_grant"}, 400)
        return self.answer({"access_token": "x", "token_type": "Bearer", "id_token": self.server.token(asked["nonce"])})

    def answer(self, facts, status=200):
        body = json.dumps(facts).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
