"""A small mail server of the tests' own: it keeps what it took, answers as it is told, and can fall silent at any word until somebody says "go on"."""

import socket
import ssl
import threading
from datetime import datetime
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

FINE = {
    "hello": "220 here",
    "EHLO": "250 here",
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "DATA": "354 go on",
    "end": "250 taken",
    "QUIT": "221 bye",
}
BREAK_OFF = ""


class MailServer(threading.Thread):
    """Take mail by the least of SMTP. `answers` changes what is said at a word; `silent_at` is the word after which it waits for `go_on`.

    With `tls` (a context) it speaks nothing else.

    The words: hello (before anything is said), EHLO, MAIL, RCPT, DATA, end (the message is here, the answer is not yet said), QUIT.
    """

    def __init__(self, *, tls=None, **answers):
        super().__init__(daemon=True)
        self.tls = tls
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.answers = FINE | answers
        self.taken, self.recipients = [], []
        self.silent_at, self.is_silent, self.go_on = "", threading.Event(), threading.Event()

    def run(self):
        while True:
            try:
                visitor, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self.receive, args=(visitor,), daemon=True).start()

    def receive(self, visitor):
        try:
            visitor = self.tls.wrap_socket(visitor, server_side=True) if self.tls else visitor
            with visitor, visitor.makefile("rb") as lines:
                if self.say(visitor, "hello"):
                    self.talk(visitor, lines)
        except OSError:
            return

    def talk(self, visitor, lines):
        for line in lines:
            word = line[:4].decode().upper()
            if word == "RCPT":
                self.recipients.append(line.decode().strip())
            if not self.say(visitor, word):
                return
            if word == "DATA" and self.answers["DATA"].startswith("3"):
                message = self.read_message(lines)
                if message is None:
                    return
                if not self.answers["end"].startswith(("4", "5")):
                    self.taken.append(message)
                if not self.say(visitor, "end"):
                    return

    def read_message(self, lines):
        """Read to the full stop; a message that breaks off before it was never taken (RFC 5321, 4.1.1.4)."""
        message = b""
        for line in lines:
            if line == b".\r\n":
                return message.decode()
            message += line
        return None

    def say(self, visitor, word):
        if self.silent_at == word:
            self.is_silent.set()
            self.go_on.wait(60)
        answer = self.answers.get(word, "250 fine")
        if answer == BREAK_OFF:
            return False
        visitor.sendall(f"{answer}\r\n".encode())
        return word != "QUIT"

    def close(self):
        self.go_on.set()
        self.door.close()


def certificate(folder):
    """Make a certificate for 127.0.0.1 that nobody vouches for but itself; give its file and a server's context with it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2050, 1, 1))  # noqa: DTZ001 a certificate knows UTC only
    for extension in (
        x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
        x509.BasicConstraints(ca=True, path_length=None),
    ):
        made = made.add_extension(extension, critical=False)
    path = folder / "certificate.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context
