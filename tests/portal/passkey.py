"""A passkey in software: what a phone does with the options of a page, for tests that go by HTTP. (Chromium's own is in test_passkeys_in_browser.)"""

import hashlib
import html
import json
import os
import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

ORIGIN = "http://testserver"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """One key. `flags` say what the device checked: that somebody is there, and that it is its owner."""

    flags: int = PRESENT | VERIFIED
    origin: str = ORIGIN
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: os.urandom(16))
    owner: str = ""

    def create(self, options: str) -> str:
        """Answer `navigator.credentials.create`."""
        asked = json.loads(options)["publicKey"]
        self.owner = asked["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + public
        data = self._data(asked["rp"]["id"], self.flags | ATTESTED) + attested
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._client("webauthn.create", asked["challenge"])
        return self._credential({"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(statement)})

    def get(self, options: str) -> str:
        """Answer `navigator.credentials.get`."""
        asked = json.loads(options)["publicKey"]
        said, data = self._client("webauthn.get", asked["challenge"]), self._data(asked["rpId"], self.flags)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": self.owner,
            }
        )

    def _data(self, service: str, flags: int) -> bytes:
        return hashlib.sha256(service.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _credential(self, response: dict[str, str]) -> str:
        number = websafe_encode(self.number)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "clientExtensionResults": {}, "response": response})


def options_on(page: str) -> str:
    """Read what a page asks of a passkey."""

    return html.unescape(re.search(r'data-options="([^"]*)"', page)[1])
