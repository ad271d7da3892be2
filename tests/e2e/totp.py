# SPDX-License-Identifier: EUPL-1.2
"""totp.py SECRET: the six digits that a telephone would show now (RFC 6238)."""
import base64
import hashlib
import hmac
import struct
import sys
import time

secret = sys.argv[1]
key = base64.b32decode(secret + "=" * (-len(secret) % 8))
mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
at = mac.digest()[-1] & 15
number = struct.unpack(">I", mac.digest()[at:at + 4])[0] & 0x7FFFFFFF
print(f"{number % 1000000:06d}")
