"""Scans and photos: pictures in, a reading out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.decisive import decisive_boxes
from extractors.files.frames import each_frame
from extractors.files.opening import Limits
from extractors.finishing import finish, picture_of, together
from extractors.forgery.cloned_digits import Matrix, find_clones
from extractors.forgery.patches import find_patches
from extractors.interpretation import Interpretation, PageView, interpret_file
from extractors.memory import give_back, put_aside
from extractors.pages.page_images import prepare_page
from extractors.pages.qr import read_qr_codes
from extractors.pages.screen_photo import screen_findings
from extractors.pictures.prepared_page import PreparedPage, is_large, spared
from extractors.reading_result import Reading
from extractors.tables.columns import Role
from extractors.tokens import Image
from programme.invoices import Finding, Problem, QrCode


def read_image(data: bytes, sha256: str, limits: Limits) -> Reading:
    """Read an image file of one or several pages. Raises UnreadableDocument where it cannot be opened."""
    originals = _Originals(data, limits)
    prepared = originals.prepared()
    views = [PageView(number, picture=page) for number, page in enumerate(prepared, 1)]
    qr_codes = [code for view in views if view.picture for code in qr_on(view.picture, view.number)]
    images = {view.number: view.picture.colour for view in views if view.picture is not None}
    documents = []
    for reading in interpret_file(views):
        own = {page.number: images[page.number] for page in reading.pages}
        codes = [code for code in qr_codes if code.page in own]
        problems = [problem for problem in blank_pages(prepared) if problem.page in own]
        documents.append(finish(sha256, reading, own, codes, patches_in(reading, own, originals), problems))
    return Reading(together(documents), tuple(picture_of(page.colour) for page in prepared))


# Pages whose pictures are kept as they came; those of longer files are decoded again where they are looked at.
_KEPT_FRAMES = 4


class _Originals(Mapping[int, tuple[Image, Matrix]]):
    """A file's pictures as they came, by page, each with its transform to the page prepared from it."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._kept: dict[int, Image] = {}
        self._transforms: list[Matrix] = []

    def prepared(self) -> list[PreparedPage]:
        """All pages, made ready for reading. Raises UnreadableDocument."""
        pages = []
        for number, frame in enumerate(each_frame(self._data, self._limits), 1):
            if number <= _KEPT_FRAMES:
                frame = put_aside(frame) if number > 1 or is_large(frame) else frame
                self._kept[number] = frame
            if number > 1 or is_large(frame):
                give_back()  # what decoding took, and the pages before
            pages.append(spared(prepare_page(frame), one_of_many=number > 1))
            del frame
        self._transforms = [page.transform for page in pages]
        return pages

    def __getitem__(self, number: int) -> tuple[Image, Matrix]:
        kept = self._kept.get(number)
        frame = kept if kept is not None else next(each_frame(self._data, self._limits, number))
        return frame, self._transforms[number - 1]

    def __iter__(self) -> Iterator[int]:
        return iter(range(1, len(self._transforms) + 1))

    def __len__(self) -> int:
        return len(self._transforms)

    def __contains__(self, number: object) -> bool:
        return number in range(1, len(self._transforms) + 1)


def blank_pages(prepared: Sequence[PreparedPage]) -> list[Problem]:
    """A problem for each page without print."""
    return [
        Problem(code="blank_page", message=f"Page {number} is blank.", page=number)
        for number, page in enumerate(prepared, 1)
        if page.blank
    ]


def qr_on(page: PreparedPage, number: int) -> tuple[QrCode, ...]:
    """The QR codes of a prepared page; none on a blank one."""
    return () if page.blank else read_qr_codes(page.colour, number)


def patches_in(
    reading: Interpretation, images: dict[int, Image], originals: Mapping[int, tuple[Image, Matrix]] | None = None
) -> list[Finding]:
    """Traces of pasting, drawing and copying in the decisive cells of picture pages.

    `originals` are the pictures as they came, with the transform of each to its page: copies, and the grid of a
    screen, are looked for there.
    """
    findings: list[Finding] = []
    words = {page.number: page.words for page in reading.pages}
    prices = [line.cells[Role.PRICE] for line in reading.items.raw.lines if Role.PRICE in line.cells]
    for number, image in images.items():
        boxes = decisive_boxes(reading, number) + [price.box for price in prices if price.page == number]
        if boxes:
            found = [*find_patches(image, boxes, words.get(number, ()))]
            if originals is not None and number in originals:
                size, original = (image.shape[1], image.shape[0]), originals[number]
                found += find_clones(*original, size, boxes, words.get(number, ()))
                found += screen_findings(*original, size, words.get(number, ()))
            findings += [finding.model_copy(update={"page": number}) for finding in found]
    return findings
