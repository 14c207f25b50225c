"""`make bench`: reads the sample at 1×, 10× and 100× its length, then times every page on a full database.

Prints medians in milliseconds and the ratio to a floor of the same run: for the reader one pass of `str.split`
over the text, for pages a bare Django view that makes one query.
"""

from __future__ import annotations

from tests.bench import database, pages, reading


def main() -> None:
    print("Đọc kế hoạch mẫu (bộ nhớ: đỉnh cấp phát của Python)")
    reading.run()
    print("\nVăn bản cố làm chậm")
    reading.run_hostile()
    print("\nTrang: 3 chương trình, 5.000 văn bản, 200 cơ quan")
    with database.filled() as cast:
        pages.run(cast)


if __name__ == "__main__":
    main()
