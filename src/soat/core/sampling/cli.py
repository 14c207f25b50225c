"""`soat sample replay FILE`: draws again from a published protocol and says whether the announced units came out (S8).

The protocol is JSON: `commitment` (SHA-256 of the seed), `seed`, `population` [{id, stratum}], `sizes` {stratum: n}
and, if announced, `drawn` [ids]. Imports nothing of Django. Exit 0, or 1 when the announced draw is another.
"""

from __future__ import annotations

import argparse
import json

from soat.core import values
from soat.core.input_files import argument
from soat.core.sampling.draw import Draw, Protocol, draw

_NAMES = ("commitment", "seed", "population", "sizes", "drawn")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `sample` to the parser of `soat`."""
    sample = commands.add_parser("sample", help="bốc thăm đơn vị kiểm tra")
    actions = sample.add_subparsers(required=True, metavar="VIỆC")
    replay = actions.add_parser("replay", help="bốc lại theo biên bản đã công bố để kiểm chứng")
    replay.add_argument("file", type=argument, metavar="TỆP.json")
    replay.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    replay.set_defaults(run=_replay)


def read(data: object) -> Protocol:
    """The protocol in JSON values. Raises DomainError with a sentence that names the place."""
    top = values.record(data, "Biên bản", _NAMES, _NAMES[:4])
    units = values.items(top["population"], "population", _unit)
    values.distinct((unit for unit, _ in units), "population")
    sizes = values.table(top["sizes"], "sizes")
    drawn = top.get("drawn")
    return Protocol(
        seed=values.text(top["seed"], "seed"),
        commitment=values.text(top["commitment"], "commitment"),
        population=dict(units),
        sizes={name: values.whole(one, f"sizes[{name}]", 0, len(units)) for name, one in sizes.items()},
        drawn=None if drawn is None else tuple(values.items(drawn, "drawn", values.text)),
    )


def _unit(value: object, where: str) -> tuple[str, str]:
    data = values.record(value, where, ("id", "stratum"), ("id", "stratum"))
    stratum = values.text(data["stratum"], f"{where}.stratum")
    return values.text(data["id"], f"{where}.id"), stratum


def _replay(args: argparse.Namespace) -> int:
    protocol = read(values.load(args.file))
    found = draw(protocol)
    same = protocol.drawn is None or sorted(protocol.drawn) == sorted(
        unit for one in found for unit in one.units
    )
    print(_json(found, same) if args.json else _words(protocol, found, same))
    return 0 if same else 1


def _json(found: list[Draw], same: bool) -> str:
    strata = [{"stratum": one.stratum, "units": one.units, "among": one.among} for one in found]
    return json.dumps({"strata": strata, "matches": same}, ensure_ascii=False, indent=1)


def _words(protocol: Protocol, found: list[Draw], same: bool) -> str:
    lines = [f"{one.stratum} ({len(one.units)}/{one.among}): {', '.join(one.units)}" for one in found]
    if protocol.drawn is None:
        lines.append("Mầm khớp với mã đã công bố trước.")
    elif same:
        lines.append("Mầm khớp với mã đã công bố trước; bốc lại ra đúng các đơn vị đã công bố.")
    else:
        lines.append("Bốc lại KHÔNG ra các đơn vị đã công bố; hãy đối chiếu danh sách và mầm trong biên bản.")
    return "\n".join(lines)
