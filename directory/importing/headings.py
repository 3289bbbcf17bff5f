"""What may stand above the columns of each kind of table, as `core.tables.headings.key` writes it."""

from __future__ import annotations

from typing import Final

from directory.enums import TableKind

UNIT = (
    "jls", "naziv jls", "lokalna samouprava", "naziv lokalne samouprave", "jedinica lokalne samouprave",
    "naziv jedinice lokalne samouprave", "jedinica", "opstina", "grad opstina", "grad i opstina", "opstina grad",
    "naziv opstine", "grad", "local government", "municipality",
)  # fmt: skip
EMAIL = (
    "e mail", "email", "mail", "e posta", "eposta", "adresa e poste", "elektronska posta", "el posta", "imejl", "mejl",
    "e mail adresa", "email adresa", "mejl adresa", "imejl adresa", "sluzbeni e mail", "sluzbena e posta",
    "sluzbeni imejl", "zvanicni e mail", "zvanicna e posta", "e mail address",
)  # fmt: skip
HEADINGS: Final = {
    TableKind.REPRESENTATIVES: {
        "local_government": UNIT,
        "seat": (
            "mesto", "mesto u mrezi", "vrsta mesta", "predstavnik za", "oblast", "uloga", "uloga u mrezi", "svojstvo",
            "vrsta predstavnika", "seat", "seat kind",
        ),
        "first_name": ("ime", "first name", "given name"),
        "last_name": ("prezime", "last name", "surname", "family name"),
        "email": EMAIL,
        "position": (
            "polozaj", "radno mesto", "naziv radnog mesta", "funkcija", "zvanje", "pozicija", "naziv polozaja",
            "position", "job title",
        ),
        "phone": (
            "telefon", "sluzbeni telefon", "kontakt telefon", "broj telefona", "tel", "fiksni telefon",
            "telefon na poslu", "phone", "office phone",
        ),
        "act_number": (
            "broj akta", "akt", "broj resenja", "resenje", "broj odluke", "akt o imenovanju", "broj akta o imenovanju",
            "act", "act number", "number of the act",
        ),
        "act_date": (
            "datum akta", "datum resenja", "datum odluke", "datum akta o imenovanju", "act date", "date of the act",
        ),
        "starts_on": (
            "od", "od dana", "imenovan od", "imenovan a od", "datum imenovanja", "vazi od", "pocetak", "na mestu od",
            "from", "from day", "starts on", "start",
        ),
        "ends_on": (
            "do", "do dana", "imenovan do", "imenovan a do", "vazi do", "kraj", "prestanak", "datum prestanka",
            "na mestu do", "to", "to day", "until", "ends on", "end",
        ),
    },
    TableKind.LOCAL_GOVERNMENTS: {
        "local_government": UNIT,
        "website": (
            "sajt", "veb sajt", "web sajt", "internet adresa", "veb adresa", "internet stranica", "veb prezentacija",
            "internet prezentacija", "website", "web site", "web",
        ),
        "email": EMAIL,
        "gazette": ("sluzbeno glasilo", "glasilo", "sluzbeni list", "naziv glasila", "official gazette", "gazette"),
        "gazette_url": ("adresa glasila", "adresa sluzbenog glasila", "sajt glasila", "address of the gazette"),
    },
}  # fmt: skip
REQUIRED: Final = {
    TableKind.REPRESENTATIVES: ("local_government", "seat", "email"),
    TableKind.LOCAL_GOVERNMENTS: ("local_government",),
}
