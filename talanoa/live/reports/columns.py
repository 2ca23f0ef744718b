"""The heads of the tables in which these tools write, in their languages."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto


class Column(Enum):
    NAME = auto()
    ADDRESS = auto()
    JOINED = auto()
    LEFT = auto()
    FIRST_JOINED = auto()
    LAST_LEFT = auto()
    LENGTH = auto()
    ACTION = auto()
    AT = auto()
    ATTENDED = auto()


class Layout(Enum):
    """What a table's lines tell, most exact first."""

    STAYS = auto()
    """Each line one stay: came, left."""
    ACTIONS = auto()
    """Each line one coming or going."""
    SPANS = auto()
    """Each line one person: first came, last left, how long between."""
    TOTALS = auto()
    """Each line one person: how long, and not when."""


@dataclass(frozen=True, slots=True)
class Head:
    layout: Layout
    at: dict[Column, int]
    width: int
    """How many columns it has."""


_WORDS = {
    Column.NAME: """
        name; full name; participant; participant name; user name; attendee name; display name;
        name original name; user name original name; participant name original name;
        nom; nom complet; nom d utilisateur; nom du participant; nom nom d origine;
        nom d utilisateur nom d origine; nom nom original;
        nombre; nombre completo; nombre de usuario; nombre del participante;
        nombre nombre original; nombre de usuario nombre original;
        nome; nome completo; nome do usuario; nome do participante; nome de usuario;
        nome nome original; nome do usuario nome original; nome de usuario nome original
    """,
    Column.ADDRESS: """
        email; e mail; user email; email address; participant email; mail;
        adresse e mail; adresse email; adresse de messagerie; courriel; courrier electronique;
        e mail de l utilisateur; email de l utilisateur; adresse e mail de l utilisateur;
        correo; correo electronico; direccion de correo electronico;
        correo electronico del usuario; correo electronico de usuario;
        endereco de email; endereco de e mail; email do usuario; e mail do usuario;
        correio eletronico
    """,
    Column.JOINED: """
        join time; joined at; join date time; time joined;
        heure d arrivee; heure d entree; heure de connexion; heure pour rejoindre; arrivee;
        hora de entrada; hora de ingreso; hora de union; hora de conexion; hora de incorporacion;
        hora de ingresso; horario de entrada; hora de acesso
    """,
    Column.LEFT: """
        leave time; left at; leave date time; time exited; time left;
        heure de depart; heure de sortie; heure de deconnexion; depart;
        hora de salida; hora de desconexion; hora de abandono;
        hora de saida; horario de saida
    """,
    Column.FIRST_JOINED: """
        first join; first join time; first joined;
        premiere participation; premiere connexion; premiere arrivee; premiere entree;
        primera union; primera entrada; primer acceso; primera conexion; primer ingreso;
        primeira entrada; primeiro ingresso; primeiro acesso
    """,
    Column.LAST_LEFT: """
        last leave; last leave time; last left;
        dernier depart; derniere sortie; derniere deconnexion;
        ultima salida; ultimo abandono; ultima desconexion;
        ultima saida; saida mais recente
    """,
    Column.LENGTH: """
        duration; duration minutes; total duration minutes; total duration; in meeting duration;
        time in session minutes; time in session; meeting duration;
        duree; duree minutes; duree en minutes; duree totale minutes; duree totale;
        duree de la reunion; duree dans la reunion; temps dans la session minutes;
        duracion; duracion minutos; duracion en minutos; duracion total minutos;
        duracion de la reunion; duracion en la reunion; tiempo en la sesion minutos;
        duracao; duracao minutos; duracao em minutos; duracao total minutos;
        duracao da reuniao; duracao na reuniao; tempo na sessao minutos
    """,
    Column.ACTION: """
        user action; action; action de l utilisateur; action utilisateur;
        accion; accion de usuario; accion del usuario; acao; acao do usuario
    """,
    Column.AT: """
        timestamp; time stamp; horodatage; horodateur; date et heure;
        marca de tiempo; marca temporal; carimbo de data hora; data hora;
        carimbo de data e hora
    """,
    Column.ATTENDED: "attended; a participe; a assiste; asistio; participou; compareceu",
}


def _listed(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(";")]


_COLUMNS = {word: column for column, words in _WORDS.items() for word in _listed(words)}

_ABOUT_THE_MEETING = frozenset(
    {"topic", "meeting id", "webinar id", "sujet", "tema", "topico", "id de reunion"}
)
"""Columns of the block about the whole meeting, which also has a user and a duration."""

_CAME = """
    joined; joined before; a rejoint; rejoint; a rejoint avant; s est joint;
    se unio; se unio antes; ingreso; entro; entrou; entrou antes; ingressou
"""
_WENT = "left; a quitte; quitte; est parti; se fue; salio; abandono; saiu; deixou"
ACTIONS = dict.fromkeys(_listed(_CAME), True) | dict.fromkeys(_listed(_WENT), False)
"""Whether an action is a coming, by its folded word."""

NO = frozenset({"no", "non", "nao"})


def folded(words: str) -> str:
    """Small letters without accents and marks, one space between words."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.split(r"[\W_]+", plain)).strip()


def head_of(cells: list[str]) -> Head | None:
    """What kind of table begins with this line; ``None`` when none does.

    Of two columns with one name the last counts: reports that repeat the meeting in every
    line write its host before its participants.
    """
    if len(cells) < 2:
        return None
    words = [folded(cell[:80]) for cell in cells]
    at = {_COLUMNS[word]: index for index, word in enumerate(words) if word in _COLUMNS}
    if Column.NAME not in at and Column.ADDRESS not in at:
        return None
    if {Column.JOINED, Column.LEFT} <= at.keys():
        return Head(Layout.STAYS, at, len(cells))
    if {Column.ACTION, Column.AT} <= at.keys():
        return Head(Layout.ACTIONS, at, len(cells))
    if {Column.FIRST_JOINED, Column.LAST_LEFT} <= at.keys():
        return Head(Layout.SPANS, at, len(cells))
    if Column.LENGTH in at and _ABOUT_THE_MEETING.isdisjoint(words):
        return Head(Layout.TOTALS, at, len(cells))
    return None
