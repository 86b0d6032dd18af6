"""Honest claims that are hard to read: any layout, any font, worn paper, poor scanners, cheap phones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from samples import imaging, layouts, wear
from samples.imaging import Image, Photo, Scan
from samples.world import World

# name: what is done to the paper, how it is scanned, what is done to the scan, its format
_SCANS: dict[str, tuple[tuple[str, ...], Scan, tuple[str, ...], bool]] = {
    "plain": ((), Scan(dpi=200), (), False),
    "fax": ((), Scan(dpi=150, mode="bw", noise=8), (), True),
    "one_bit": (("stamp",), Scan(dpi=200, mode="bw"), ("border",), False),
    "pale": (("pale",), Scan(dpi=200), (), False),
    "dots": (("dots",), Scan(dpi=240), (), False),
    "coloured": (("coloured", "pen"), Scan(dpi=150, mode="colour", noise=3), (), False),
    "marker": (("marker", "pen"), Scan(dpi=200, mode="colour"), (), False),
    "marker_grey": (("marker",), Scan(dpi=200), ("streaks",), False),
    "stamp": (("stamp", "pen"), Scan(dpi=200, mode="colour"), (), False),
    "crooked": ((), Scan(dpi=200, skew=3.4), ("border",), False),
    "spread": (("spread",), Scan(dpi=200, mode="colour"), (), False),
    "back": (("back",), Scan(dpi=200), (), False),
    "coarse": (("marker",), Scan(dpi=110, mode="colour", noise=3), (), False),
}
# name: what is done to the paper, how it is photographed, what is done to the picture
_PHOTOS: dict[str, tuple[tuple[str, ...], Photo, tuple[str, ...]]] = {
    "fair": ((), Photo(height=2400, tilt=0.4), ()),
    "dark": ((), Photo(height=2600), ("dark",)),
    "shaken": ((), Photo(height=2600, blur=0.3), ("shaken",)),
    "screen": ((), Photo(height=2600, blur=0.3, shadow=0.05), ("screen",)),
    "crumpled": (("crumpled",), Photo(height=2600), ()),
    "curled": (("curled",), Photo(height=2600), ()),
    "folded": (("folded",), Photo(height=2200), ("thumb",)),
    "jpeg": ((), Photo(height=2200, quality=24), ()),
    "glare": (("pen",), Photo(height=2400, shadow=0.4), ("glare",)),
    "thumb": (("marker",), Photo(height=2400), ("thumb",)),
    "coloured": (("coloured", "stamp"), Photo(height=2400), ()),
    "steep": ((), Photo(height=3000, tilt=1.6, shadow=0.3), ()),
    "arched": (("arched",), Photo(height=2800, desk=imaging.WHITE), ()),
    "white_desk": (("marker",), Photo(height=2600, tilt=1.8, desk=imaging.WHITE), ()),
    "cloth": (("folded",), Photo(height=2600, tilt=1.2, desk=imaging.CHECKED), ()),
    "lying": (("folded",), Photo(height=2400, turned=1), ()),
}


def _bill_anywhere(world: World) -> layouts.Drawn:
    """A bill in any layout and any font."""
    name = world.rng.choice(sorted({**layouts.LAYOUTS, **layouts.FURTHER}))
    bill = world.bill(replace(world.seller(), layout=name))
    face = world.rng.choice(layouts.FACES[layouts.look(name).face])
    return layouts.Drawn(bill, layouts.draw(name, bill, face=face)[0])


def _rough_scan(world: World, name: str) -> None:
    paper, how, after, tiff = _SCANS[name]
    drawn = _bill_anywhere(world)
    how = replace(how, skew=how.skew * world.rng.choice((-1, 1)) * world.rng.uniform(0.5, 1))
    pages = []
    for page in imaging.pictures(drawn.pdf, how.dpi):
        page = imaging.scanned(_done(wear.worn, paper, page, world), how, world.noise())
        pages.append(_done(wear.spoilt, after, page, world))
    data = imaging.scan_tiff(pages, how.dpi) if tiff else imaging.scan_pdf(pages, how.dpi)
    file = world.file_name("scan")
    file = f"{file[:-4]}.tif" if tiff else file
    truth = world.truth(drawn.bill, "scan", [f"{how.dpi}dpi", how.mode, *paper, *after])
    world.claim(f"rough_scan_{name}", drawn.bill, [world.save(file, data, truth)])


def _rough_photo(world: World, name: str) -> None:
    paper, how, after = _PHOTOS[name]
    drawn = _bill_anywhere(world)
    pages = imaging.pictures(drawn.pdf, 220)
    files = []
    for number, page in enumerate(pages, start=1):
        page = _done(wear.worn, paper, page, world)
        data = imaging.photographed(page, how, world.noise(), lambda seen: _done(wear.spoilt, after, seen, world))
        truth = world.truth(drawn.bill, "photo", [name, *paper, *after]) | {"grade": "rough"}
        if len(pages) > 1:
            truth["part"] = f"{number}/{len(pages)}"
        files.append(world.save(world.file_name("photo"), data, truth))
    world.claim(f"rough_photo_{name}", drawn.bill, files)


def _done(
    change: Callable[[str, Image, np.random.Generator], Image], names: tuple[str, ...], image: Image, world: World
) -> Image:
    for name in names:
        image = change(name, image if image.ndim == 3 else np.repeat(image[:, :, None], 3, axis=2), world.noise())
    return image


ROUGH: dict[str, Callable[[World], None]] = {
    **{f"rough_scan_{name}": partial(_rough_scan, name=name) for name in _SCANS},
    **{f"rough_photo_{name}": partial(_rough_photo, name=name) for name in _PHOTOS},
}
