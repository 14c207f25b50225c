"""What part of a plan a heading announces, told by its own words (requirement G1).

Headings as a portal or a converter leaves them: with or without number, in capitals or not, several parts in one
("THỜI GIAN, THÀNH PHẦN, PHƯƠNG PHÁP, ĐỐI TƯỢNG KIỂM TRA"). Works on folded text. Called by `structure.py`.
"""

from __future__ import annotations

import re
from typing import Literal

Topic = Literal[
    "purposes", "requirements", "content", "carried", "thematic", "period", "scope_time", "team", "unit_side",
    "methods", "subjects", "duties", "funding", "outline", "other",
]  # fmt: skip

_UNITS = (
    r"(?:cac )?(?:co quan|don vi|dia phuong|doi tuong)(?:,? (?:va )?(?:co quan|don vi|dia phuong"
    r"|to chuc|ca nhan))*"
)
_TABLE: tuple[tuple[Topic, str], ...] = (
    ("purposes", r"muc dich|muc tieu"),
    ("requirements", r"(?:(?<=, )|(?<=va )|(?<=- )|^)yeu cau\b(?! (?:cac|doan|nguoi|thu truong|don vi"
        r"|giam doc))"),
    ("unit_side", rf"thanh phan(?: lam viec| tham du| tham gia)?(?: cua| phia)? {_UNITS} duoc kiem tra"
        rf"|(?:ve )?phia {_UNITS}"
                  rf"|thanh phan (?:phia )?don vi|thanh phan lam viec cua {_UNITS}"
                  rf"|thanh phan tham du|thanh phan (?:lam viec )?tai {_UNITS}"
                  rf"|thanh phan (?:lam viec )?voi doan"),
    ("team", r"thanh phan|(?:thanh lap |to chuc |co cau |nhan su )?(?:cac )?(?:doan|to) (?:tu )?(?:kiem tra"
        r"|cong tac)|luc luong|co cau doan"
             r"|to giup viec|chu the kiem tra"),
    ("carried", r"(?:kiem tra )?(?:viec |ket qua |tinh hinh |cong tac )*(?:khac phuc|xu ly,? khac phuc)"
        r"|bi tru diem|viec thuc hien (?:cac )?(?:ket luan|kien nghi)"
        r"|thuc hien (?:cac )?kien nghi sau"
                r"|xu ly sau kiem tra|ket qua khac phuc|viec xu ly,? khac phuc|viec chan chinh"),
    ("thematic", r"(?:noi dung )?kiem tra (?:\w+ \w+ \w+ \w+ )?(?:theo )?chuyen de|^chuyen de"
        r"|noi dung (?:kiem tra )?chuyen de"),
    ("scope_time", r"thoi ky|nien do|moc thoi gian|thoi diem (?:lay|chot) so lieu|thoi gian (?:lay|chot"
        r"|tinh) so lieu"
                   r"|thoi hieu|ky kiem tra|pham vi thoi gian|so lieu (?:bao cao|kiem tra)"),
    ("period", r"thoi gian|thoi diem|tien do|lich kiem tra|thoi han|ke hoach thoi gian"),
    ("methods", r"phuong phap|hinh thuc|phuong thuc|cach thuc|trinh tu|quy trinh|cac buoc"),
    ("subjects", rf"doi tuong|pham vi|(?:danh sach|danh muc) {_UNITS}|{_UNITS} (?:duoc|thuc hien"
        rf"|tien hanh) kiem tra$|dia diem"
                 r"|so luong don vi|noi kiem tra|(?:tien hanh "
                 r"|thuc hien )?kiem tra (?:[a-z,]+ ){0,12}(?:tai|doi voi) (?:\d+ |cac "
                 r"|mot so )(?:co quan|don vi|dia phuong|so)\b"),
    ("funding", r"kinh phi"),
    ("duties", r"to chuc thuc hien|trach nhiem|phan cong|nhiem vu (?:cua|cu the|va)|nhiem vu,? quyen han"
        r"|to chuc trien khai|trien khai(?: thuc hien)?(?: ke hoach)?$"),
    ("content", r"noi dung|linh vuc|kiem tra cac (?:noi dung|linh vuc)|kiem tra (?:toan dien|viec"
        r"|cong tac|tinh hinh|ket qua|co che)"),
)  # fmt: skip
_FORMS = tuple((topic, re.compile(form)) for topic, form in _TABLE)
_STARTS = re.compile(r"(?:ve |viec |cac |quy dinh |du kien )*")
_SHORT = 110
# The usual names of areas of administrative reform.
AREA = re.compile(
    r"(?:ve |kiem tra (?:viec |cong tac )?|cong tac |viec |thuc hien |linh vuc )*(?:chi dao"
    r"|cai cach|xay dung (?:va phat trien |va )?(?:chinh quyen|chinh phu)|chuyen doi so"
    r"|hien dai hoa|the che|thu tuc hanh chinh|to chuc bo may|che do cong vu|cong vu|ky luat"
    r"|tai chinh cong|chinh quyen|phat trien chinh quyen"
    r"|kiem soat thu tuc|ung dung cong nghe|co che mot cua|(?:xay dung(?:,| va)? )?nang cao chat luong doi ngu)"
)


def announced(title: str) -> list[Topic]:
    """The parts that a heading's folded words announce, in their order; none for an ordinary line.

    Only words at the start count, or after a comma, "và" or "-" of a heading in which one stands at the start.
    """
    start = _STARTS.match(title)
    assert start is not None
    first = _at(title, start.end())
    if first is None:
        return []
    topics = [first[0]]
    if len(title) <= _SHORT:
        for joint in re.finditer(r"(?:,|;| va| -) ", title):
            more = _at(title, joint.end())
            if more and joint.end() >= first[1] and more[0] not in topics:
                topics.append(more[0])
    return topics


def _at(title: str, place: int) -> tuple[Topic, int] | None:
    for topic, form in _FORMS:
        if match := form.match(title, place):
            return topic, match.end()
    return None
