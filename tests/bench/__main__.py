"""`make bench`: the reader at growing lengths, every page on a full database, starts of a fresh clone, scripts, papers.

Prints medians beside a floor of the same run: for the reader one pass of `str.split` over the text, for pages a
bare view that makes one query, for starts `import django`. Figures only: no test asserts a time.
"""

from __future__ import annotations

from tests.bench import database, papers, reading, scripts, startup, timetable


def main() -> None:
    print("Đọc kế hoạch mẫu (bộ nhớ: đỉnh cấp phát của Python)")
    reading.run()
    print("\nVăn bản cố làm chậm")
    reading.run_hostile()
    print("\nVăn bản (dưới 60 ms mỗi bản sau lần đầu)")
    papers.run()
    print("\nXếp lịch")
    timetable.run()
    print("\nTrang: 3 chương trình, 5.000 văn bản, 200 cơ quan")
    with database.filled() as cast:
        from tests.bench import pages  # needs Django set up

        pages.run(cast)
        print("\n1.000 thông báo qua hàng đợi, một tiến trình (dưới 60 s)")
        from tests.bench import notices

        notices.run(cast)
    print("\nTập lệnh của giao diện (một trang tải nhiều nhất 250 KB)")
    scripts.run()
    print("\nKhởi động")
    startup.run()


if __name__ == "__main__":
    main()
