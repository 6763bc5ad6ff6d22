"""The command that makes a city's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import say
from kiosk.settings.city_folder import make_city_folder


def init(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục của thành phố, như /srv/kiosk.")],
    city: Annotated[
        str, typer.Option("--city", metavar="TÊN", help="Tên tỉnh, thành phố, như «Lào Cai»; để trống là giữ tên mẫu.")
    ] = "",
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="CƠ_QUAN", help="Cơ quan niêm yết; để trống là giữ tên mẫu.")
    ] = "",
) -> None:
    """Tạo thư mục riêng của thành phố gồm config.yaml và data/; cập nhật phần mềm không đụng đến thư mục này.

    Thư mục đã có config.yaml hoặc data/ thì không ghi đè.
    """
    names = {"city": city, "listing.own_city": city, "publisher": publisher}
    config = make_city_folder(folder, {key: name for key, name in names.items() if name})
    options = f"--config {config} --workspace {folder / 'var'}"
    say(f"Đã tạo {config} và {folder / 'data'}. Việc tiếp theo:")
    say(f"1. Xem {config}: tên thành phố, cơ quan niêm yết, nơi nhận phản ánh, địa chỉ của trang (public_url).")
    say(f"2. Xem bảng các điểm {folder / 'data' / 'sites.csv'}; sửa từng điểm: kiosk {options} site set MÃ hotline=…")
    say(f"3. Nhập danh mục: kiosk {options} import --commune TỆP --city TỆP --apply")
    say(f"4. Dựng, kiểm tra và công bố: kiosk {options} regenerate")
