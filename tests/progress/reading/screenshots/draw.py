"""Draws the screenshots of these tests: `python tests/progress/reading/screenshots/draw.py FONT.ttf`.

The pictures are committed, so that tests need no font; the words on them are in `test_screenshots.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
LIGHT, DARK = ("#ffffff", "#1c1c1e", "#8e8e93"), ("#000000", "#f2f2f7", "#98989f")
Anchor = Literal["la", "ra", "ma"]


class Screen:
    """A page of a phone."""

    def __init__(self, font: str, colours: tuple[str, str, str] = LIGHT, height: int = 900) -> None:
        self._font = font
        self._ink, self._faint = colours[1:]
        self.image = Image.new("RGB", (720, height), colours[0])
        self._pen = ImageDraw.Draw(self.image)

    def text(
        self, x: int, y: int, text: str, size: int = 32, anchor: Anchor = "la", *, faint: bool = False
    ) -> None:
        font = ImageFont.truetype(self._font, size)
        self._pen.text((x, y), text, font=font, anchor=anchor, fill=self._faint if faint else self._ink)

    def rows(self, *rows: tuple[str, str], top: int = 150, step: int = 90) -> None:
        """A label to the left, a value to the right."""
        for number, (label, value) in enumerate(rows):
            self.text(40, top + step * number, label)
            self.text(680, top + step * number, value, anchor="ra")

    def columns(self, *columns: tuple[str, str], top: int) -> None:
        """A large value, its label in small print below."""
        for number, (label, value) in enumerate(columns):
            x = 720 * (2 * number + 1) // (2 * len(columns))
            self.text(x, top, value, 40, "ma")
            self.text(x, top + 64, label, 26, "ma", faint=True)


def diary_ru(font: str) -> Image.Image:
    screen = Screen(font)
    screen.text(40, 60, "Дневник", 44)
    screen.rows(
        ("Калории", "1 780 из 2 100 ккал"),
        ("Белки", "120 из 130 г"),
        ("Углеводы", "160 из 200 г"),
        ("Жиры", "70 из 65 г"),
    )
    return screen.image


def diary_en_dark(font: str) -> Image.Image:
    screen = Screen(font, DARK)
    screen.text(40, 60, "MyFitnessPal", 44)
    screen.rows(("Goal", "2,100"), ("Food", "1,780"), ("Exercise", "0"), ("Remaining", "320"))
    screen.rows(("Protein", "120 g"), ("Carbohydrates", "160 g"), ("Fat", "70 g"), top=520)
    return screen.image


def rings_ru_dark(font: str) -> Image.Image:
    screen = Screen(font, DARK)
    screen.text(40, 60, "Вчера", 44)
    screen.text(360, 170, "1 640", 72, "ma")
    screen.text(360, 270, "съедено", 30, "ma", faint=True)
    screen.columns(("Белки", "110 г"), ("Жиры", "56 г"), ("Углеводы", "170 г"), top=420)
    return screen.image


def activity_ru(font: str) -> Image.Image:
    screen = Screen(font)
    screen.text(40, 60, "Активность", 44)
    screen.columns(("Шаги", "8 650"), ("Калории", "320"), ("Расстояние", "6,2 км"), top=200)
    screen.rows(("Сон", "7 ч 20 мин"), ("Вес", "67,5 кг"), top=420)
    return screen.image


def activity_en(font: str) -> Image.Image:
    screen = Screen(font)
    screen.text(40, 60, "Summary", 44)
    screen.rows(
        ("Steps", "12,403"),
        ("Step goal", "10,000"),
        ("Time asleep", "6 h 45 min"),
        ("Weight", "150.4 lb"),
        ("Muscle mass", "61.2 lb"),
    )
    return screen.image


def workout_en_dark(font: str) -> Image.Image:
    screen = Screen(font, DARK)
    screen.text(40, 60, "Traditional Strength Training", 38)
    screen.rows(("Total Time", "0:48:12"), ("Active Calories", "312 kcal"), ("Heart rate", "121 bpm"))
    return screen.image


def meals_ru(font: str) -> Image.Image:
    screen = Screen(font)
    screen.rows(("Завтрак", "420 ккал"), ("Обед", "650 ккал"), ("Ужин", "500 ккал"))
    screen.rows(("Всего калорий", "1 780 ккал"), top=480)
    return screen.image


def package_ru(font: str) -> Image.Image:
    screen = Screen(font)
    screen.text(40, 60, "Пищевая ценность на 100 г", 36)
    screen.rows(("Белки", "18 г"), ("Жиры", "5 г"), ("Углеводы", "3,3 г"), ("Калорийность", "129 ккал"))
    return screen.image


def chat_en(font: str) -> Image.Image:
    screen = Screen(font)
    for number, line in enumerate(("See you on Friday at 18:30", "Bring 2 towels please", "Room 204")):
        screen.text(40, 100 + 90 * number, line)
    return screen.image


PICTURES: dict[str, Callable[[str], Image.Image]] = {
    page.__name__: page
    for page in (
        diary_ru,
        diary_en_dark,
        rings_ru_dark,
        activity_ru,
        activity_en,
        workout_en_dark,
        meals_ru,
        package_ru,
        chat_en,
    )
}


def main(font: str) -> None:
    for name, page in PICTURES.items():
        image = page(font)
        image.quantize(8, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)
    for name in ("diary_ru", "diary_en_dark"):
        image = PICTURES[name](font)
        half = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
        half.save(HERE / f"{name}_half.jpg", quality=30)


if __name__ == "__main__":
    main(sys.argv[1])
