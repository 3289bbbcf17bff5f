"""The network that the journeys are made in: built through the product's services, with text as offices write it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture

from accounts.models import User
from core.models import CoordinatorSettings, PageTopic, Topic
from directory.enums import Kind, SeatKind
from events.models import MeetingDocument
from files.models import Image
from home.models import ContentPage
from library.enums import ActKind, ActType, ResourceKind
from library.models import Issuer, ResourceDocument
from news.models import NewsDocument
from tests import factories

PARAGRAPH = (
    "<p>Rok za <b>dostavljanje podataka</b> je produžen do kraja meseca. Podatke unosi predstavnik jedinice lokalne "
    "samouprave, na osnovu Uredbe o kancelarijskom poslovanju.</p>"
)

PDF = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
FORM = "Образац извештаја о броју предмета\n".encode()


@dataclass(frozen=True)
class Scene:
    """Who and what a journey meets."""

    member: User
    colleague: User
    coordinator: User


def build() -> Scene:
    """Make the people, the register and the pages."""
    member, colleague = people()
    name_coordinator()
    publish_news()
    publish_acts()
    publish_meetings()
    publish_pages()
    return Scene(member, colleague, factories.coordinator(first_name="Vesna", last_name="Ilić"))


def people() -> tuple[User, User]:
    """Two representatives of Čačak, one who came before, and a city with a vacant seat and a city municipality."""
    member = factories.person(first_name="Jelena", last_name="Marković", email="jelena.markovic@cacak.test")
    colleague = factories.person(first_name="Đorđe", last_name="Njegovan", email="djordje.njegovan@cacak.test")
    earlier = factories.person(first_name="Ljiljana", last_name="Ćirić", email="ljiljana.ciric@nis.test")
    cacak = factories.local_government("Čačak", kind=Kind.CITY)
    nis = factories.local_government("Niš", kind=Kind.CITY, district="Nišavski", region="Južna i Istočna Srbija")
    factories.local_government(
        "Palilula",
        kind=Kind.CITY_MUNICIPALITY,
        parent=nis,
        district="Nišavski",
        region="Južna i Istočna Srbija",
    )
    factories.appointment(member, factories.seat(cacak, SeatKind.ICT))
    factories.appointment(colleague, factories.seat(cacak, SeatKind.GENERAL_ADMINISTRATION))
    factories.appointment(earlier, factories.seat(nis, SeatKind.ICT), start=-400, end=-40)
    return member, colleague


def name_coordinator() -> None:
    """Write down who coordinates the network."""
    coordinator = CoordinatorSettings.load()
    coordinator.name, coordinator.title = "Vesna Ilić", "Koordinatorka Mreže"
    coordinator.email, coordinator.phone = "koordinatorka@mreza.test", "011/555-0123"
    coordinator.save()


def publish_news() -> None:
    """Two news items: one with picture, topic and document, one plain and in Cyrillic."""
    topic = Topic.objects.create(name="Kancelarijsko poslovanje", slug="kancelarijsko-poslovanje")
    factories.news_page(title="Саветовање о електронској управи", lead="Пријаве се подносе до петка.")
    paper = NewsDocument(document=factories.document("Obrazac za dostavljanje podataka", "obrazac.txt"))
    factories.news_page(
        title="Produžen rok za dostavljanje podataka o elektronskim uslugama",
        lead="Podaci se dostavljaju do kraja meseca, preko portala eUprava.",
        image=picture("Sala u kojoj se održavaju sastanci"),
        body=[
            ("heading", "Šta se dostavlja"),
            ("paragraph", PARAGRAPH),
            ("note", {"tone": "warn", "text": "<p>Bez podataka nije moguće izraditi analizu.</p>"}),
            ("quote", {"text": "Podaci su osnov svake odluke.", "source": "Zaključak Mreže"}),
        ],
        topic_items=[PageTopic(tag=topic)],
        pinned=True,
        documents=[paper],
    )


def publish_acts() -> None:
    """A decree with two texts, a model act in Cyrillic, and a manual."""
    issuer = Issuer.objects.create(name="Vlada Republike Srbije", short_name="Vlada")
    document = factories.document("Prečišćen tekst Uredbe", "uredba.pdf", PDF)
    factories.act_page(
        document,
        factories.document("Obrazac izveštaja", "izvestaj.txt", FORM),
        title="Uredba o kancelarijskom poslovanju organa državne uprave",
        act_type=ActType.UREDBA,
        number="110-2322/2020",
        issuer=issuer,
        abbreviations="UKP",
        summary="Uređuje prijem, evidentiranje i čuvanje dokumenata u elektronskom obliku.",
        topic_items=[PageTopic(tag=Topic.objects.get())],
        version={"adopted_on": factories.day(-120)},
    )
    factories.act_page(
        title="Модел правилника о раду електронске писарнице",
        kind=ActKind.MODEL_ACT,
        act_type=ActType.PRAVILNIK,
        summary="Модел који општинска управа прилагођава својој организацији.",
    )
    factories.resource_page(
        title="Priručnik za rad u elektronskoj pisarnici",
        kind=ResourceKind.MANUAL,
        issuer=issuer,
        summary="Objašnjava rad sa predmetima od prijema do arhive.",
        documents=[ResourceDocument(document=factories.document("Priručnik", "prirucnik.txt"))],
    )


def publish_meetings() -> None:
    """One meeting held, one with agenda and papers that comes next."""
    factories.meeting_page(start=-30, title="Trinaesti sastanak Mreže")
    paper = MeetingDocument(document=factories.document("Predlog plana rada", "plan.txt"))
    starts_at = timezone.now() + timedelta(days=9)
    factories.meeting_page(
        title="Četrnaesti sastanak Mreže",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place="Čačak, Gradska uprava, sala 12",
        online_url="https://sastanci.cacak.test/14",
        summary="O planu rada za narednu godinu i o predlogu izmena Uredbe.",
        agenda="1. Usvajanje zapisnika\n2. Plan rada Mreže\n3. Razno",
        topic_items=[PageTopic(tag=Topic.objects.get())],
        documents=[paper],
    )


def publish_pages() -> None:
    """A plain page in the foot, with a page under it."""
    about = factories.content_page(title="O Mreži", show_in_menus=True, body=[("paragraph", PARAGRAPH)])
    factories.page(about, ContentPage, title="Delokrug", body=[("heading", "Poslovi Mreže"), ("paragraph", PARAGRAPH)])


def picture(description: str) -> Image:
    """A photograph's worth of pixels."""
    buffer = io.BytesIO()
    Picture.effect_noise((150, 100), 40).resize((1200, 800)).convert("RGB").save(buffer, "JPEG")
    file = ImageFile(io.BytesIO(buffer.getvalue()), name="sala.jpg")
    return Image.objects.create(title=description, description=description, file=file)
