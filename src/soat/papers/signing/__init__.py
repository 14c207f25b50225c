"""Digital signatures on papers (requirement D3): with a key of a PKCS#12 file or a PKCS#11 token; verification.

Called by `soat paper sign`, `soat paper verify` and the services that issue and take in papers. No Django.
"""

from soat.papers.signing.keys import Pkcs12, Token
from soat.papers.signing.sign import sign
from soat.papers.signing.verify import Verdict, read_roots, verify

__all__ = ["Pkcs12", "Token", "Verdict", "read_roots", "sign", "verify"]
