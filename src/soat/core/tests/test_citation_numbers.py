"""Document numbers found and normalised, straight and bent, and what is no number: requirement L2."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.citations import find_citations, number_key

ONE_NUMBER = [
    ("97/KH-UBND", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("2231/SNV-CCHC&PC", "2231/SNV-CCHC&PC", "Công văn", "Sở Nội vụ"),
    ("số 12/SNV-CCHC & PC", "12/SNV-CCHC&PC", "Công văn", "Sở Nội vụ"),
    ("Nghị quyết 30c/NQ-CP", "30c/NQ-CP", "Nghị quyết", "Chính phủ"),
    ("01/2021/TTLT-BNV-BTC", "01/2021/TTLT-BNV-BTC", "Thông tư liên tịch", "Bộ Nội vụ, Bộ Tài chính"),
    ("01/2021/TTLT/BTC-BNV", "01/2021/TTLT-BTC-BNV", "Thông tư liên tịch", "Bộ Tài chính, Bộ Nội vụ"),
    ("12-NQ/TW", "12-NQ/TW", "Nghị quyết", "Trung ương Đảng"),
    ("10-KL/TW", "10-KL/TW", "Kết luận", "Trung ương Đảng"),
    ("24-QĐ/TU", "24-QĐ/TU", "Quyết định", None),
    ("24-QĐ/TU của Tỉnh ủy Cà Mau", "24-QĐ/TU", "Quyết định", "Tỉnh ủy Cà Mau"),
    ("17/CT-TU", "17/CT-TU", "Chỉ thị", None),
    ("08/CT-BNV", "08/CT-BNV", "Chỉ thị", "Bộ Nội vụ"),
    ("1234/UBND-NC", "1234/UBND-NC", "Công văn", "Ủy ban nhân dân"),
    ("12/UBND.VX", "12/UBND.VX", "Công văn", "Ủy ban nhân dân"),
    ("số 512/VPUBND-TH1", "512/VPUBND-TH1", "Công văn", "Văn phòng Ủy ban nhân dân"),
    ("Quyết định 4791/QĐ-UBND", "4791/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
    ("45/2019/QH14", "45/2019/QH14", None, "Quốc hội"),
    ("Luật số 22/2023/QH15", "22/2023/QH15", "Luật", "Quốc hội"),
    ("Luật Tiếp công dân số 42/2013/QH13", "42/2013/QH13", "Luật", "Quốc hội"),
    ("26/2004/PL-UBTVQH11", "26/2004/PL-UBTVQH11", "Pháp lệnh", "Ủy ban Thường vụ Quốc hội"),
    ("03/VBHN-BNV", "03/VBHN-BNV", "Văn bản hợp nhất", "Bộ Nội vụ"),
    ("Nghị định số 73/CP", "73/CP", "Nghị định", "Chính phủ"),
    ("05/98/TT-BNV", "05/98/TT-BNV", "Thông tư", "Bộ Nội vụ"),
    ("QĐ820", "820/QĐ", "Quyết định", None),
    ("QĐ 820/XY", "820/XY", "Quyết định", None),
    ("Quyết định số 766", "766/QĐ", "Quyết định", None),
    ("Công văn 12/XYZ", "12/XYZ", "Công văn", None),
    ("512/XYZ-ABC", "512/XYZ-ABC", "Công văn", None),
    ("12/2024/TT", "12/2024/TT", "Thông tư", None),
    ("Quyết định số 04/QĐ-BCĐ", "04/QĐ-BCĐ", "Quyết định", None),
    ("100/KH-SGD&ĐT của Sở Giáo dục và Đào tạo", "100/KH-SGD&ĐT", "Kế hoạch", "Sở Giáo dục và Đào tạo"),
    ("Hướng dẫn 12/HD-SNV", "12/HD-SNV", "Hướng dẫn", "Sở Nội vụ"),
    ("Hợp đồng 12/HĐ-SNV", "12/HĐ-SNV", "Hợp đồng", "Sở Nội vụ"),
    ("Tờ trình số 12/TTr-SNV", "12/TTr-SNV", "Tờ trình", "Sở Nội vụ"),
    # bent by typing, scanning, extraction
    ("Kế hoạch số 31 /KH-UBND", "31/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("09/2019/TT- BNV", "09/2019/TT-BNV", "Thông tư", "Bộ Nội vụ"),
    ("số 30/2020/NĐ-\nCP", "30/2020/NĐ-CP", "Nghị định", "Chính phủ"),
    ("số 30/2020/NĐ\n-CP", "30/2020/NĐ-CP", "Nghị định", "Chính phủ"),
    ("Quyết định số 97\n/QĐ-UBND", "97/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
    ("20 / 2008 / NĐ - CP", "20/2008/NĐ-CP", "Nghị định", "Chính phủ"),
    ("97/KH UBND", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97/KH/UBND", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97-KH/UBND", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97/KH–UBND", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97/KH\u200b-UBND", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("số\u00a097/KH-UBND", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97/kh-ubnd", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("12/QÐ-UBND", "12/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
    ("12/QD-UBND", "12/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
    ("30/2020/ND-CP", "30/2020/NĐ-CP", "Nghị định", "Chính phủ"),
    ("5/QĐUBND", "5/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
    ("30c/NQCP", "30c/NQ-CP", "Nghị quyết", "Chính phủ"),
    ("5/QĐTTg", "5/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ"),
    ("01/2021/TTLTBNVBTC", "01/2021/TTLT-BNV-BTC", "Thông tư liên tịch", "Bộ Nội vụ, Bộ Tài chính"),
    ("97/KH-UBNDngày 16/4/2024", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("5/QĐ-TTgvề", "5/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ"),
    ("Nghị định20/2008/NĐ-CP", "20/2008/NĐ-CP", "Nghị định", "Chính phủ"),
    ("QĐ1234/QĐ-UBND", "1234/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
    ("Quyết định số 1.234/QĐ-UBND", "1234/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
    ("- 97/KH-UBND\n- UBND thành phố", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97/KH-UBND- Quyết định", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97/KH-UBND & phụ lục", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("97/KH-UBND/NV-", "97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("- 12Kế hoạch 57/KH-UBND", "57/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("văn bản số 12/SNV", "12/SNV", "Công văn", "Sở Nội vụ"),
]


@pytest.mark.parametrize(("text", "number", "kind", "issuer"), ONE_NUMBER)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_one_number(text, number, kind, issuer, form):
    found = find_citations(unicodedata.normalize(form, text))
    assert [(one.number, one.type, one.issuer) for one in found] == [(number, kind, issuer)]


NO_NUMBER = """Số:      /KH-UBND|Quyết định số ... /QĐ-UBND|29/12/2023|1/3/2024|ngày 16/4/2024
97 đường Hoàng Diệu|số 18 đường Hoàng Diệu|ISO 9001:2015|TCVN ISO 9001:2015|TCVN 5700/2012|0225.3842.555/12
24/7|120/80|10km/h|số 15/KP2 phường|tổ 5/KP3|50.000đ/HS
điểm a khoản 5/Điều 3|năm 2023/KH|12/45/2020/NĐ-CP|1234567/KH-UBND
A97/KH-UBND|VN-123/ABC-DEF
đã 5/KH|1,97/KH-UBND|97-KH|2-UBND|mẫu quyết định số 12|Quyết định 12 ngày|Kế hoạch 5 năm|5/tb|97/ngày|7/A|97/
giai đoạn 2021-2025/KH-UBND|Đề án 06/CP|tỷ lệ 1/A-B|Quyết định số 820/2"""


@pytest.mark.parametrize("text", [one for line in NO_NUMBER.splitlines() for one in line.split("|")])
def test_no_number(text):
    assert find_citations(text) == []


TYPES = ["KH", "QĐ", "NĐ", "TT", "NQ", "CT", "BC", "TB", "TTr", "QyĐ"]
AGENCIES = ["UBND", "HĐND", "CP", "TTg", "VPCP", "BNV", "SNV", "BKHĐT", "SLĐTBXH"]
NUMBERS = st.tuples(
    st.integers(1, 9999),
    st.sampled_from(["", "", "", "a", "c"]),
    st.none() | st.integers(1990, 2035),
    st.sampled_from(TYPES),
    st.sampled_from(AGENCIES),
)
BENDS = [
    lambda text: text,
    lambda text: text.replace("Đ", "Ð"),
    lambda text: text.replace("Đ", "D"),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("-", "- "),
    lambda text: text.replace("-", "-\n"),
    lambda text: text.replace("/", " /", 1),
    lambda text: text.replace("/", "\u200b/\u2009", 1),
    lambda text: text.replace("-", "–"),
    lambda text: text.replace("-", " - "),
    lambda text: text.lower(),
    lambda text: "0" + text,
]


def _written(parts):
    digits, suffix, year, kind, agency = parts
    return f"{digits}{suffix}/{f'{year}/' if year else ''}{kind}-{agency}"


@given(NUMBERS, st.sampled_from(BENDS), st.sampled_from(["", "số ", "Theo văn bản số: ", "(", "\n- "]))
def test_bent_numbers_are_the_same_document(parts, bend, before):
    number = _written(parts)
    text = f"{before}{bend(number)} ngày 05/3/2020."
    found = find_citations(text)
    assert [number_key(one.number) for one in found] == [number_key(number)]
    assert found[0].date == date(2020, 3, 5)
    assert number_key(bend(number)) == number_key(number)


@given(NUMBERS, st.sampled_from(["1", "99999", "12/", "12.", "A", "5-"]))
def test_never_inside_a_longer_number(parts, before):
    number = _written(parts)
    assert all(one.number != number for one in find_citations(before + number))
