"""Make a file anew without what it tells of its author, in a process that may be killed.

``python -I files_process.py SOURCE TARGET`` writes TARGET and one line of JSON: the ``kind`` of
file, or a ``failure``. A file is a program by a stranger: here it meets limits of memory, time and
size, no secrets in the environment, and nothing of ours but this file. What kind it is, is told by
what it holds. Pictures are drawn anew; a PDF and the parts of a document are written anew with
only what is needed to read them.
"""

import json
import resource
import signal
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pikepdf
from lxml import etree
from PIL import Image, ImageOps

MEMORY = 1024**3
CPU_SECONDS = 25
SECONDS = 40
FILE_BYTES = 32 * 1024**2

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2_000
"""Pixels of a picture as it is kept."""
MOST_PAGES = 100
MOST_PARTS = 1_000
MOST_UNPACKED = 64 * 1024**2
"""Bytes of all parts of a document together, counted while they are read."""

PICTURES = ("JPEG", "PNG", "WEBP")
ROOT_KEPT = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/PageLabels", "/Outlines"}
LINK_KEPT = {"/Type", "/Subtype", "/Rect", "/A", "/Dest", "/Border", "/QuadPoints", "/StructParent"}
NOT_KEPT = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/JS", "/JavaScript", "/OpenAction",
    "/EmbeddedFiles", "/EF", "/AF", "/Alternates", "/Thumb", "/OPI",
)  # fmt: skip
HARMLESS_ACTIONS = ("/URI", "/GoTo")

OPC = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
ODT_MIME = b"application/vnd.oasis.opendocument.text"
ODT_AUTHORS = {
    "creator", "initial-creator", "creator-initials", "sender-initials", "date",
    "author-name", "author-initials", "printed-by", "user-defined",
}  # fmt: skip


class Failure(Exception):
    """The file cannot be used; the argument is a code of ``kernel.files``."""


def main(source: Path, target: Path) -> int:
    set_limits()
    try:
        said = {"kind": make_anew(source, target)}
    except Failure as failure:
        said = {"failure": str(failure)}
    except MemoryError:
        said = {"failure": "too-heavy"}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


def set_limits() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    signal.alarm(SECONDS)


def make_anew(source: Path, target: Path) -> str:
    with source.open("rb") as file:
        head = file.read(1024)
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp:
        draw_anew(source, target)
        return "picture"
    if head.startswith(b"PK\x03\x04"):
        return pack_anew(source, target)
    if b"%PDF-" in head:
        write_anew(source, target)
        return "pdf"
    raise Failure("unknown")


def draw_anew(source: Path, target: Path) -> None:
    """The picture the right way up, its pixels and nothing else."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(source, formats=PICTURES) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Failure("too-heavy")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = ImageOps.exif_transpose(opened)
            clear = "A" in picture.getbands() or "transparency" in picture.info
            picture = picture.convert("RGBA" if clear else "RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise Failure("broken") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    pixels = Image.new(picture.mode, picture.size)
    pixels.paste(picture)
    pixels.save(target, "WEBP", quality=80, method=4)


def write_anew(source: Path, target: Path) -> None:
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted:
                raise Failure("encrypted")
            if len(pdf.pages) > MOST_PAGES:
                raise Failure("too-many-pages")
            # What was filled into a form becomes part of the page, and stays.
            pdf.flatten_annotations("all")
            clear(pdf)
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError as error:
        raise Failure("encrypted") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise Failure("broken") from error


def clear(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    keep_only(pdf.Root, ROOT_KEPT)
    for page in pdf.pages:
        links = [link for link in page.obj.get("/Annots", []) if link.get("/Subtype") == "/Link"]
        for link in links:
            keep_only(link, LINK_KEPT)
        if "/Annots" in page.obj:
            page.obj["/Annots"] = pikepdf.Array(links)
    for each in pdf.objects:
        scrub(each, depth=0)
        if isinstance(each, pikepdf.Stream):
            scrub_picture(each)


def keep_only(dictionary: Any, names: set[str]) -> None:
    for name in list(dictionary.keys()):
        if name not in names:
            del dictionary[name]


def scrub(thing: Any, *, depth: int) -> None:
    """Take away what tells of authors or does something; not what stands elsewhere."""
    if depth > 50:
        raise Failure("broken")
    if isinstance(thing, pikepdf.Array):
        children = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for name in NOT_KEPT:
            if name in thing:
                del thing[name]
        action = thing.get("/A")
        if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in HARMLESS_ACTIONS:
            del thing["/A"]
        children = [child for _name, child in thing.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            scrub(child, depth=depth + 1)


def scrub_picture(stream: Any) -> None:
    name = stream.get("/Filter")
    if isinstance(name, pikepdf.Array) and len(name) == 1:
        name = name[0]
    clean = {"/DCTDecode": without_segments, "/JPXDecode": without_boxes}.get(str(name))
    if clean is not None:
        stream.write(
            clean(stream.read_raw_bytes()),
            filter=name,
            decode_parms=stream.get("/DecodeParms"),
        )


def pack_anew(source: Path, target: Path) -> str:
    parts = dict(unpacked(source))
    if parts.get("mimetype") == ODT_MIME:
        kind, packed = "odt", odt(parts)
    elif b"wordprocessingml.document.main" in parts.get("[Content_Types].xml", b""):
        kind, packed = "docx", docx(parts)
    elif b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise Failure("macros")
    else:
        raise Failure("unknown")
    with zipfile.ZipFile(target, "w") as made:
        for name, held in packed.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), held, how)
    return kind


def unpacked(source: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(source) as packed:
            infos = packed.infolist()
            if len(infos) > MOST_PARTS or len({info.filename for info in infos}) != len(infos):
                raise Failure("too-heavy")
            left = MOST_UNPACKED
            for info in infos:
                path = PurePosixPath(info.filename)
                if info.flag_bits & 1:
                    raise Failure("encrypted")
                if path.is_absolute() or ".." in path.parts or "\\" in info.filename:
                    raise Failure("broken")
                if info.is_dir():
                    continue
                with packed.open(info) as part:
                    held = part.read(left + 1)
                left -= len(held)
                if left < 0:
                    raise Failure("too-heavy")
                yield info.filename, held
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise Failure("broken") from error


def docx(parts: dict[str, bytes]) -> dict[str, bytes]:
    names = [name.lower() for name in parts]
    if any("vba" in name or "activex" in name for name in names):
        raise Failure("macros")
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise Failure("macros")
    if any("/embeddings/" in name or name.endswith(".bin") for name in names):
        raise Failure("embedded")
    gone = ("docProps/", "customXml/", "word/people", "word/printerSettings", "word/glossary/")
    kept = {
        name: held
        for name, held in parts.items()
        if not name.startswith(gone) and "thumbnail" not in name
    }
    made = {}
    for name, held in kept.items():
        if name == "[Content_Types].xml":
            made[name] = rewritten(held, lambda root: without_parts(root, kept))
        elif name.endswith(".rels"):
            made[name] = rewritten(held, without_relations)
        elif name.endswith(".xml"):
            made[name] = rewritten(held, without_editors)
        else:
            made[name] = picture_within(held)
    return made


def without_parts(root: Any, kept: dict[str, bytes]) -> None:
    for override in root.findall(f"{OPC}Override"):
        if override.get("PartName", "").lstrip("/") not in kept:
            root.remove(override)


def without_relations(root: Any) -> None:
    """Those to parts that are gone, and those that fetch something from elsewhere."""
    gone = ("docProps/", "customXml/", "../customXml/", "people", "printerSettings", "glossary/")
    for relation in list(root):
        target = relation.get("Target", "").lstrip("/").removeprefix("word/")
        fetches = relation.get("TargetMode") == "External" and not relation.get(
            "Type", ""
        ).endswith("/hyperlink")
        if fetches or target.startswith(gone) or "thumbnail" in target:
            root.remove(relation)


def without_editors(root: Any) -> None:
    for element in list(root.iter(etree.Element)):
        local = etree.QName(element).localname
        if local in ("rsids", "attachedTemplate", "mailMerge"):
            element.getparent().remove(element)
            continue
        for attribute in list(element.attrib):
            name = etree.QName(attribute).localname
            if name == "author":
                element.set(attribute, "Author")
            elif name in ("initials", "date", "dateUtc", "userId") or name.startswith("rsid"):
                del element.attrib[attribute]


def odt(parts: dict[str, bytes]) -> dict[str, bytes]:
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in parts):
        raise Failure("macros")
    if any(name.startswith(("Object", "ObjectReplacements/")) for name in parts):
        raise Failure("embedded")
    gone = ("meta.xml", "settings.xml", "Thumbnails/", "Configurations2/", "manifest.rdf")
    kept = {name: held for name, held in parts.items() if not name.startswith(gone)}
    if b"encryption-data" in kept.get("META-INF/manifest.xml", b""):
        raise Failure("encrypted")
    made = {"mimetype": kept.pop("mimetype")}
    for name, held in kept.items():
        if name == "META-INF/manifest.xml":
            made[name] = rewritten(held, lambda root: without_entries(root, kept))
        elif name.endswith(".xml"):
            made[name] = rewritten(held, without_authors)
        else:
            made[name] = picture_within(held)
    return made


def without_entries(root: Any, kept: dict[str, bytes]) -> None:
    for entry in root.findall(f"{MANIFEST}file-entry"):
        path = entry.get(f"{MANIFEST}full-path", "")
        if path != "/" and path not in kept:
            root.remove(entry)


def without_authors(root: Any) -> None:
    for element in list(root.iter(etree.Element)):
        local = etree.QName(element).localname
        if local in ("scripts", "event-listeners"):
            element.getparent().remove(element)
        elif local in ODT_AUTHORS:
            element.text = ""


def rewritten(held: bytes, change: Callable[[Any], None]) -> bytes:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(held, parser)
    except etree.XMLSyntaxError as error:
        raise Failure("broken") from error
    if root.getroottree().docinfo.doctype:
        raise Failure("broken")
    change(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def picture_within(held: bytes) -> bytes:
    """A picture in a document, without what a camera wrote beside it."""
    if held.startswith(b"\xff\xd8"):
        return without_segments(held)
    if held.startswith(b"\x89PNG\r\n\x1a\n"):
        return without_chunks(held)
    drawn = (b"GIF8", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00")
    if held.startswith(drawn):
        return held
    raise Failure("embedded")


def without_segments(held: bytes) -> bytes:
    """A JPEG without comments and camera data; its colours (ICC, Adobe) stay, what follows goes."""
    made, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(held) and held[at] == 0xFF:
        kind, length = held[at + 1], int.from_bytes(held[at + 2 : at + 4], "big")
        segment = held[at : at + 2 + length]
        colours = kind == 0xEE or (kind == 0xE2 and segment[4:15] == b"ICC_PROFILE")
        if colours or not (0xE0 <= kind <= 0xEF or kind == 0xFE):
            made += segment
        at += 2 + length
        if kind == 0xDA:
            end = held.rfind(b"\xff\xd9")
            return bytes(made + (held[at : end + 2] if end > at else held[at:] + b"\xff\xd9"))
    raise Failure("broken")


def without_chunks(held: bytes) -> bytes:
    """A PNG with the chunks that draw it."""
    made, at = bytearray(held[:8]), 8
    drawing = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"pHYs"}
    while at + 12 <= len(held):
        length = int.from_bytes(held[at : at + 4], "big")
        kind = held[at + 4 : at + 8]
        if kind in drawing:
            made += held[at : at + 12 + length]
        at += 12 + length
        if kind == b"IEND":
            return bytes(made)
    raise Failure("broken")


def without_boxes(held: bytes) -> bytes:
    """A JPEG 2000 without boxes of descriptions; a bare stream of pixels stays as it is."""
    if held[4:8] != b"jP  ":
        return held
    made, at = bytearray(), 0
    while at + 8 <= len(held):
        length, kind = int.from_bytes(held[at : at + 4], "big"), held[at + 4 : at + 8]
        end = len(held) if length == 0 else at + length
        if length == 1 or end <= at:
            raise Failure("broken")
        if kind not in (b"uuid", b"xml ", b"uinf"):
            made += held[at:end]
        at = end
    return bytes(made)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
