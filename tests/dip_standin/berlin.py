"""Berlin's open-data export in the stand-in."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.dip_standin.pdfs import make_pdf
from tests.dip_standin.world import World

EXPORT_PATH = "/opendata/pardok-wp19.xml"


def vorgang_xml(
    key: str, number: str, title: str, url: str, *, deleted: bool = False, answered: bool = True, descriptor: str = ""
) -> str:
    """One Vorgang of the export, as the Berlin feed has it."""
    if deleted:
        return f"<Vorgang><VFunktion>delete</VFunktion><VID>{key}</VID></Vorgang>"
    answer = (
        f"<Dokument><DHerk>BLN</DHerk><Wp>19</Wp><DokArt>Drs</DokArt><DokTyp>a</DokTyp><DokTypL>Antwort</DokTypL>"
        f"<DokNr>{number}</DokNr><DokDat>24.11.2021</DokDat><Urheber>Senatsverwaltung für Inneres</Urheber>"
        f"<LokURL>{escape(url)}</LokURL></Dokument>"
    )
    return (
        f"<Vorgang><VID>{key}</VID><VTyp>Anfrage</VTyp>{f'<Desk>{escape(descriptor)}</Desk>' if descriptor else ''}"
        f"<Dokument><DHerk>BLN</DHerk><Wp>19</Wp><DokArt>Drs</DokArt><DokTyp>SchrAnfr</DokTyp>"
        f"<DokTypL>Schriftliche Anfrage</DokTypL><DokNr>{number}</DokNr><DokDat>04.11.2021</DokDat>"
        f"<Titel>{escape(title)}</Titel><Urheber>Otto, Andreas (Grüne)</Urheber><LokURL>{escape(url)}</LokURL>"
        f"</Dokument>{answer if answered else ''}</Vorgang>"
    )


def set_export(world: World, parts: list[str]) -> None:
    """Publish an export of these Vorgänge."""
    text = "<?xml version='1.0' encoding='UTF-8'?>\n<Export aktualisiert='01.11.2026'>" + "".join(parts) + "</Export>\n"
    with world.lock:
        world.exports[EXPORT_PATH] = text.encode()


def add_berlin(world: World) -> None:
    """Three Schriftliche Anfragen, one of them taken back, and their PDFs."""
    parts = []
    for key, number, title in (
        ("V-1", "19/10006", "Aufenthaltserlaubnisse nach § 25b in den Bezirken"),
        ("V-2", "19/10007", "Wann kommen die Solaranlagen nach Pankow?"),
        ("V-3", "19/10008", "Duldung und Aufenthaltserlaubnis"),
    ):
        path = f"/starweb/S{number.replace('/', '-')}.pdf"
        world.export_files[path] = make_pdf([f"Drucksache {number}", title])
        parts.append(vorgang_xml(key, number, title, world.base + path))
    parts.append(vorgang_xml("V-3", "", "", "", deleted=True))
    set_export(world, parts)
