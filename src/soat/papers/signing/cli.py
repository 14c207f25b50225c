"""`soat paper sign` and `soat paper verify` (requirement D3). Imports nothing of Django."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getpass
from typing import Any
from zoneinfo import ZoneInfo

from soat.core.errors import DomainError
from soat.core.input_files import argument, read_bytes
from soat.papers.saving import save

MOST_BYTES = 100_000_000
TOO_LARGE = "Tệp lớn hơn 100 MB; hãy tách bớt phụ lục."
VARIABLE = "SOAT_SIGN_SECRET"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `sign` and `verify` to `soat paper`."""
    sign = commands.add_parser("sign", help="ký số một tệp PDF")
    sign.add_argument("file", type=argument, metavar="TỆP.pdf")
    sign.add_argument("--out", type=argument, required=True, metavar="ĐÃ-KÝ.pdf")
    key = sign.add_mutually_exclusive_group(required=True)
    key.add_argument(
        "--p12",
        type=argument,
        metavar="KHÓA.p12",
        help=f"tệp khóa PKCS#12; mật khẩu lấy từ {VARIABLE}, không có thì được hỏi",
    )
    key.add_argument("--library", type=argument, metavar="THƯ-VIỆN.so", help="thư viện PKCS#11 của USB ký số")
    sign.add_argument("--token", default="", metavar="TÊN", help="tên USB ký số")
    sign.add_argument("--label", default="", metavar="KHÓA", help="tên khóa khi USB có nhiều khóa")
    sign.add_argument("--reason", default="", metavar="LÝ-DO")
    sign.add_argument("--place", default="", metavar="NƠI-KÝ")
    sign.set_defaults(run=_sign)
    verify = commands.add_parser("verify", help="kiểm tra chữ ký số của một tệp PDF")
    verify.add_argument("file", type=argument, metavar="TỆP.pdf")
    verify.add_argument("--roots", type=argument, metavar="THƯ-MỤC", help="chứng thư gốc được tin")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=_verify)


def _sign(args: argparse.Namespace) -> int:
    from soat.papers.signing import Pkcs12, Token, sign

    pdf = read_bytes(args.file, MOST_BYTES, TOO_LARGE)
    key: Pkcs12 | Token
    if args.p12:
        key = Pkcs12(read_bytes(args.p12, MOST_BYTES, TOO_LARGE), _secret("Mật khẩu của tệp khóa: "))
    else:
        key = Token(args.library, args.token, _secret("Mã PIN: "), args.label)
    signed = sign(pdf, key, reason=args.reason, place=args.place, now=datetime.now(UTC))
    save(args.out, signed)
    return 0


def _secret(asked: str) -> str:
    """From the environment where a script runs it, else asked for unseen; never from the command line."""
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise DomainError(
            f"Không có màn hình để hỏi mật khẩu hay mã PIN. Hãy đặt biến môi trường {VARIABLE} rồi chạy lại."
        )
    return getpass(asked)


def _verify(args: argparse.Namespace) -> int:
    """Exit 0 where every signature is good, 1 where one is not or there is none."""
    from soat.papers.signing import read_roots, verify

    verdicts = verify(
        read_bytes(args.file, MOST_BYTES, TOO_LARGE), read_roots(args.roots), now=datetime.now(UTC)
    )
    if args.json:
        shown: list[dict[str, Any]] = [asdict(one) | {"sentence": one.sentence} for one in verdicts]
        json.dump({"signatures": shown}, sys.stdout, ensure_ascii=False, indent=2, default=str)
        print()
    elif not verdicts:
        print("Tệp không có chữ ký số nào.")
    else:
        for one in verdicts:
            when = f", lúc {one.signed_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if one.signed_at else ""
            print(
                f"{one.signer or 'Không rõ người ký'} (nơi cấp: {one.issuer or 'không rõ'}{when}): {one.sentence}"
            )
    return 0 if verdicts and all(one.good for one in verdicts) else 1
