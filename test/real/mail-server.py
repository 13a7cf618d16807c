# A mail server by aiosmtpd: tells on standard output, one JSON a line, where it listens, who signs in, and each mail.
# Arguments: JSON with cert and key (none: no STARTTLS), user, password.
import json
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

given = json.loads(sys.argv[1])


def tell(**what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        tell(mail={"from": envelope.mail_from, "to": envelope.rcpt_tos, "text": envelope.content.decode("utf-8")})
        return "250 kept"


def authenticate(server, session, envelope, mechanism, data):
    is_right = data.login == given["user"].encode() and data.password == given["password"].encode()
    tell(auth=is_right)
    # Else the server answers nothing at all.
    return AuthResult(success=is_right, handled=False)


context = None
if "cert" in given:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given["cert"], given["key"])
controller = Controller(
    Handler(),
    hostname="127.0.0.1",
    port=given["port"],
    server_hostname="localhost",
    tls_context=context,
    require_starttls=context is not None,
    auth_required=context is not None,
    authenticator=authenticate,
)
controller.start()
tell(listening=given["port"])
threading.Event().wait()
