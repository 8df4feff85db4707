"""What happens to a picture on its way: cropped, photographed, scaled down by a messenger, compressed."""

from __future__ import annotations

import base64
import io
import random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter
from playwright.async_api import Browser

DESK = """<body style="margin:0;display:grid;place-items:center;height:100vh;overflow:hidden;
background:radial-gradient(circle at 30% 20%,{desk},#1d1a17)"><div style="transform:perspective(1800px)
rotateX({x}deg) rotateY({y}deg) rotateZ({z}deg)"><img src="data:image/png;base64,{data}"
style="height:{high}px;border:14px solid #0b0b0c;border-radius:38px;
display:block;box-shadow:0 20px 60px #000b"></div></body>"""
COLOURS_OF_A_PNG = 128


async def photographed(browser: Browser, png: bytes, rng: random.Random) -> Image.Image:
    """The phone on a desk: a little turned, out of focus, in warm light, with the noise of a small sensor."""
    context = await browser.new_context(viewport={"width": 900, "height": 1640})
    page = await context.new_page()
    x, y, z = rng.uniform(2, 7), rng.uniform(-6, 6), rng.uniform(-3, 3)
    desk = rng.choice(("#8a7a68", "#6b7078", "#a08c78", "#565049"))
    data = base64.b64encode(png).decode()
    await page.set_content(DESK.format(desk=desk, x=x, y=y, z=z, data=data, high=rng.randint(1390, 1500)))
    shot = await page.screenshot()
    await context.close()
    image = (
        Image.open(io.BytesIO(shot)).convert("RGB").filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 0.9)))
    )
    image = ImageChops.multiply(image, Image.new("RGB", image.size, (255, 248, rng.randint(222, 240))))
    grain = Image.effect_noise(image.size, rng.uniform(10, 16)).convert("RGB")
    image = Image.blend(image, ImageChops.overlay(image, grain), 0.5)
    return ImageEnhance.Brightness(image).enhance(rng.uniform(0.85, 1.05))


async def finished(browser: Browser, png: bytes, steps: str, rng: random.Random) -> tuple[str, bytes]:
    """The picture's ending and bytes after `crop 0.1 0.6`, `photo`, `sent HEIGHT`, and last `png` or `jpg QUALITY`."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    words = iter(steps.split())
    for word in words:
        if word == "photo":
            image = await photographed(browser, png, rng)
        elif word == "crop":
            top, bottom = float(next(words)), float(next(words))
            image = image.crop((0, int(image.height * top), image.width, int(image.height * bottom)))
        elif word == "sent":
            image.thumbnail((10_000, int(next(words))), Image.Resampling.LANCZOS)
        elif word == "jpg":
            return "jpg", _bytes(image, "JPEG", quality=int(next(words)))
        elif word != "png":
            raise ValueError(f"{word!r} is not a step of finishing a picture.")
    flat = image.quantize(COLOURS_OF_A_PNG, dither=Image.Dither.NONE)
    return "png", _bytes(flat, "PNG", optimize=True)


def _bytes(image: Image.Image, form: str, **options: int | bool) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()
