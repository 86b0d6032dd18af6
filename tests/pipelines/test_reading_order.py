"""The order in which a batch is read, so that no reader is left with a long document at the end."""

from pipelines.extraction import longest_first


def test_pictures_come_before_pdfs_before_xml_and_large_before_small() -> None:
    files = {
        "a": ("faktura.xml", 900_000),
        "b": ("Faktura.PDF", 60_000),
        "c": ("faks.tif", 30_000),
        "d": ("skan.pdf", 350_000),
        "e": ("zdjecie", 400_000),
        "f": ("", 10),
    }
    assert longest_first(files) == ["e", "c", "f", "d", "b", "a"]
