"""Labels, heads and prose of the kind the papers print; ``|`` marks where a word may be divided."""

from __future__ import annotations

from random import Random

SYLLABLE = "|"

COUNTRIES = (
    "Syrien",
    "Af|gha|nis|tan",
    "Irak",
    "Eri|trea",
    "Iran",
    "So|ma|lia",
    "Tür|kei",
    "Ni|ge|ria",
    "Alba|nien",
    "Rus|si|sche Fö|de|ra|ti|on",
    "Un|ge|klärt",
    "Bos|nien und Her|ze|go|wi|na",
    "Ser|bien (ein|schl. eh|em. Ser|bien und Mon|te|ne|gro)",
    "Ar|me|ni|en",
    "Aser|bai|dschan",
    "Ge|or|gi|en",
    "Pa|kis|tan",
    "Ko|so|vo",
    "Ma|rok|ko",
    "Staa|ten|lo|se",
    "son|sti|ge asi|a|ti|sche Staats|an|ge|hö|ri|ge",
    "De|mo|kra|ti|sche Re|pub|lik Kon|go",
    "Ma|ze|do|ni|en",
    "Gui|nea",
)
STATES = (
    "Ba|den-Würt|tem|berg",
    "Bay|ern",
    "Ber|lin",
    "Bran|den|burg",
    "Bre|men",
    "Ham|burg",
    "Hes|sen",
    "Meck|len|burg-Vor|pom|mern",
    "Nie|der|sach|sen",
    "Nord|rhein-West|fa|len",
    "Rhein|land-Pfalz",
    "Saar|land",
    "Sach|sen",
    "Sach|sen-An|halt",
    "Schles|wig-Hol|stein",
    "Thü|rin|gen",
)
TITLES = (
    "§ 25 Abs. 1 Auf|enthG",
    "§ 25 Abs. 2 Satz 1 Auf|enthG (Flücht|lings|schutz)",
    "§ 25 Abs. 3 Auf|enthG",
    "§ 25a Auf|enthG",
    "§ 25b Auf|enthG",
    "§ 23a Auf|enthG (Här|te|fall|er|su|chen)",
    "§ 104a Auf|enthG",
    "Nie|der|las|sungs|er|laub|nis",
    "Dul|dung nach § 60a Ab|satz 2 Satz 1",
    "Auf|ent|halts|ge|stat|tung",
    "Er|laub|nis zum Dau|er|auf|ent|halt-EU",
    "Auf|nah|me|zu|sa|gen nach § 23 Ab|satz 2 Auf|enthG",
    "Ab|leh|nun|gen durch den Mit|glied|staat",
    "Zu|stim|mun|gen des Mit|glied|staa|tes",
    "nach Ar|ti|kel 15 Dub|lin II",
    "Fa|mi|li|en|nach|zug zu Deut|schen",
    "Erst- und Fol|ge|an|trä|ge",
    "bis zu 6 Jah|ren",
    "mehr als 6 Jah|re",
    "zum Zweck der Be|schäf|ti|gung",
    "aus hu|ma|ni|tä|ren Grün|den",
)
STUB_LISTS = (COUNTRIES, STATES, TITLES)
STUB_HEADS = (
    "Her|kunfts|land",
    "Staats|an|ge|hö|rig|keit",
    "Bun|des|land",
    "Auf|ent|halts|ti|tel",
    "Rechts|grund|la|ge",
    "Land",
)
GROUP_HEADS = (
    "Asyl|be|rech|ti|gung Art. 16a GG",
    "Flücht|lings|schutz § 3 I AsylG",
    "Sub|si|di|ä|rer Schutz",
    "Ge|samt|schutz",
    "Über|stel|lun|gen",
    "Er|tei|lun|gen im Jahr 2018",
    "Ein|rei|se bis Ende 2013",
    "Per|so|nen",
    "Kla|gen",
    "Auf|hält|ige Per|so|nen",
    "Ent|schei|dun|gen über Asyl|an|trä|ge",
    "weib|lich",
    "männ|lich",
    "4. Quar|tal 2013",
    "3. Quar|tal 2013",
)
LEAF_HEADS = (
    "ab|so|lut",
    "An|teil",
    "in %",
    "in Pro|zent",
    "Ge|samt",
    "Jahr 2017",
    "1. Halb|jahr 2019",
    "31. De|zem|ber 2018",
    "Ab|leh|nun|gen",
    "Erst|an|trä|ge",
    "Fol|ge|an|trä|ge",
    "sons|ti|ge Er|le|di|gung",
    "un|be|fris|tet",
    "be|fris|tet",
    "an|hän|gig",
    "Wi|der|rufs- und Rück|nah|me|ver|fah|ren",
    "4. Quar|tal 2018",
    "1. Feb|ru|ar 2019",
)
ROTATED_HEADS = (
    "an|hän|gi|ge Kla|gen",
    "Asyl|an|trä|ge ge|samt",
    "Flücht|lings|schutz gem. § 3 Abs. 1 AsylG",
    "Rechts|mit|tel ge|samt",
    "Asyl Art. 16a GG und Fa|mi|li|en|asyl",
    "sub|si|di|ä|rer Schutz",
    "Ab|schie|bungs|ver|bot",
    "Ab|leh|nung (un|be|grün|det)",
    "sons|ti|ge Ver|fah|rens|er|le|di|gung",
    "Quo|te",
    "Auf|ent|halts|er|laub|nis § 25 Ab|satz 2",
    "Ent|schei|dun|gen",
)
CAPTIONS = (
    "Auf|häl|ti|ge zum Stich|tag 31. De|zem|ber 2018",
    "Er|teil|te Auf|ent|halts|ti|tel nach Rechts|grund|la|ge",
    "4. Quar|tal 2018",
    "Kla|gen, Be|ru|fun|gen und Re|vi|si|o|nen im Jahr 2017",
)
MARKERS = ("k. A.", "n. v.", "< 3", "+12,3", "-5", "x", "1.234,56 €")
NOTES = (
    "* Aufgrund von Rundungen weichen die Summen ab.",
    "Quelle: Ausländerzentralregister, Stichtag 31. Dezember 2018",
    "Stand: 31. Januar 2019",
    "1) einschließlich 12 Personen mit ungeklärter Staatsangehörigkeit",
)
PARTS_LABELS = ("davon", "darunter:", "davon:", "darunter")
TOTALS = ("Ge|samt", "Sum|me", "Her|kunfts|län|der ge|samt", "Ins|ge|samt")
_SENTENCES = (
    "Die Angaben können den folgenden Tabellen entnommen werden.",
    "Zum Stichtag 31. Dezember 2018 waren im Ausländerzentralregister insgesamt 12 345 Personen mit einer "
    "Aufenthaltserlaubnis nach § 25 Absatz 2 des Aufenthaltsgesetzes erfasst.",
    "Davon hielten sich 1.204 Personen (2,4 Prozent) seit mehr als sechs Jahren im Bundesgebiet auf, "
    "im Jahr 2017 waren es 983.",
    "Eine weitere Aufschlüsselung im Sinne der Fragestellung liegt der Bundesregierung nicht vor.",
    "Auf die Antwort der Bundesregierung zu Frage 3 der Kleinen Anfrage auf "
    "Bundestagsdrucksache 18/7625 wird verwiesen.",
    "Im Übrigen wird auf die Vorbemerkung der Bundesregierung Bezug genommen.",
)
_LEAD_INS = (
    "Die erbetenen Angaben können der nachstehenden Tabelle entnommen werden:",
    "Die Zahlen mit Stand vom 31. Dezember 2018 ergeben sich aus der folgenden Übersicht.",
    "Die Fragen 4a und 4b werden wegen ihres Sachzusammenhangs gemeinsam beantwortet.",
)


def plain(text: str) -> str:
    """The text as a reader has to give it back."""
    return text.replace(SYLLABLE, "")


def prose(random: Random, sentences: int) -> str:
    """A paragraph without places to divide words at."""
    return " ".join(random.choice(_SENTENCES) for _ in range(sentences))


def lead_in(random: Random) -> str:
    """The sentence that stands before a table."""
    return random.choice(_LEAD_INS)


class NumberStyle:
    """How the figures of one table are printed."""

    def __init__(
        self, random: Random, *, blanks: bool = True, stars: bool | None = None, markers: bool = False
    ) -> None:
        self.marker_share = 0.12 if markers else 0.0
        self.group = random.choice((".", ".", " ", "\u00a0", "", "\u2009"))
        self.dash = random.choice(("-", "–"))
        self.percent = random.choice(("", "", "%", " %"))
        self.largest = random.choice((99, 999, 9_999, 99_999, 999_999))
        self.dash_share = random.choice((0.0, 0.05, 0.2))
        self.blank_share = random.choice((0.0, 0.0, 0.06)) if blanks else 0.0
        self.star_share = 0.06 if (self.group == " " if stars is None else stars) else 0.0

    def count(self, random: Random) -> str:
        """A number of persons, a dash or blank."""
        if random.random() < self.marker_share:
            return random.choice(MARKERS)
        if random.random() < self.dash_share:
            return self.dash
        if random.random() < self.blank_share:
            return ""
        return self.figure(random)

    def figure(self, random: Random) -> str:
        """A number of persons, with a footnote star now and then."""
        value = int(self.largest ** random.uniform(0.1, 1.0))
        star = "*" * random.randint(1, 2) if random.random() < self.star_share else ""
        return f"{value:,}".replace(",", self.group) + star

    def share(self, random: Random) -> str:
        """A percentage with one decimal, a dash or blank."""
        if random.random() < self.dash_share:
            return self.dash
        if random.random() < self.blank_share:
            return ""
        return f"{random.uniform(0, 100):.1f}".replace(".", ",") + self.percent
