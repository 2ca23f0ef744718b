"""Names of persons in Latin letters, by what is around them and by how they are written.

A run of capitalised words is a person when a title or a role introduces it, when a common
given name or surname is in it, or when two unknown ones stand side by side where no place or
institution would. Imports no Django.
"""

import re
from collections.abc import Iterator

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.given import GIVEN
from talanoa.cases.guard.lists import NOT_A_PERSON, UNSURE
from talanoa.cases.guard.scripts import any_of, words
from talanoa.cases.guard.surnames import SURNAMES

_WORD = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*"
_SHORT = "|".join(
    rf"(?<=\b{short})" for short in ("[^\\W\\d_]", "Dr", "Mr", "Sr", "Fr", "Dra", "Mrs")
)
_RUN = re.compile(
    rf"(?<![\w@./-]){_WORD}(?:(?:(?:(?:{_SHORT})\.)?[ \u00a0]"
    rf"(?:(?:de|da|do|dos|das|del|la|los|van|von|der|den|bin|ben|al|el|du|di|d’)[ \u00a0]){{0,2}})"
    rf"{_WORD})*"
)
_TITLE = re.compile(
    r"(?<!\w)(?:"
    + any_of(
        "mr mrs ms miss mx dr doctor prof professor sister brother father fr sir lady nurse "
        "matron pastor reverend rev imam chief auntie aunty aunt uncle cousin granny grandma "
        "grandpa mama papa monsieur madame mademoiselle mme mlle m docteur dre professeur pr "
        "maître sœur frère père abbé infirmier infirmière tante tantine tata tonton oncle cousin "
        "cousine maman mémé pépé señor señora señorita sr sra srta don doña dra doctora profesor "
        "profesora sor fray padre enfermero enfermera tía tío primo prima abuela abuelo mamá papá "
        "comadre compadre senhor senhora dona sr.ª doutor doutora irmã irmão frei professora "
        "enfermeiro tia tio primo avó avô vovó vovô mãe comadre compadre mestre "
        "mrs. messrs deceased midwife pharmacist counsellor counselor physician alhaji hajia hajj "
        "el_hadj hadja hadj sheikh cheikh mzee mama baba bibi sri smt shri pak ibu bapak "
        "staff_nurse "
        "mother old young poor late dear défunt défunte feu vieux vieille petit petite pauvre "
        "époux "
        "mlles mmes mm sage-femme pharmacien pharmacienne licenciada licenciado lic ing mons "
        "difunto "
        "difunta finado finada viejo vieja pobre señores señoras madre hermana hermano matrona "
        "farmacéutica farmacéutico técnica técnico falecido falecida velho velha seu senhores "
        "casal "
        "madre parteira farmacêutica farmacêutico mano mana nhô nhá mère"
    )
    + r")\.?[ \u00a0]+$",
    re.IGNORECASE,
)
_ROLES = any_of(
    "patient patients_name client name_is named called colleague friend wife husband son "
    "daughter mother father brother sister grandmother grandfather aunt uncle neighbour "
    "neighbor driver caregiver carer social_worker volunteer widow widower nephew niece "
    "cousin stepson stepdaughter son-in-law daughter-in-law partner guardian signed_by "
    "her_name his_name her_name_is his_name_is wrote_to patiente malade collègue ami amie "
    "épouse époux mari femme fils fille mère frère grand-mère grand-père voisin voisine "
    "chauffeur bénévole nièce neveu cousin cousine belle-sœur beau-frère belle-mère tuteur "
    "signé signée_par signée nommé nommée appelée son_nom écrit_à s’appelle paciente "
    "compañero compañera amigo amiga esposa esposo marido hijo hija madre hermano hermana "
    "abuela abuelo vecino vecina sobrina sobrino primo prima cuñada cuñado nuera yerno tutor "
    "firmada_por firmado_por chofer chófer párroco llamado llamada se_llama su_nombre "
    "escribimos_a conocimos_a doente colega mulher filho filha mãe pai irmão irmã avó avô "
    "vizinho vizinha sobrinha sobrinho primo prima cunhada cunhado nora genro tutor "
    "met we_met i_met asked we_asked told thanked nursed married seen_by care_of c/o attn "
    "seamstress farmer teacher orphan infant baby boy girl twin twins connu rencontré rencontrai "
    "demandé_à "
    "dit_à parlé_à confié_à remis_à écrire_à adresser_à prélèvements_à téléphoné_à remercié "
    "soigné épousé "
    "aux_soins_de interrogé famille_de bébé garçon fillette orpheline orphelin jumeaux conocí_a "
    "preguntamos_a pregunté_a visitamos_a visité_a atendimos_a atendí_a pedimos_a pedí_a dijimos_a "
    "dije_a vimos_a vi_a enseñamos_a muestras_a avisamos_a cuidamos_a despedimos_a enterramos_a "
    "a_cargo_de "
    "bebé niño niña gemelos nieto nieta conheci_a conheci_o conhecemos_o perguntámos_à "
    "perguntámos_ao "
    "perguntamos_à perguntamos_ao perguntei_à perguntei_ao visitámos_a visitámos_o visitamos_a "
    "visitei_a "
    "pedimos_à pedimos_ao atendemos_a amostras_a ao_cuidado_de bebê menino menina gémeos neto neta "
    "petite-fille petit-fils granddaughter grandson cleaner cook watchman chauffeur gardien "
    "cuisinière "
    "motorista assinado_por assinada_por motorista pároco chamado chamada chama-se o_nome "
    "escrevemos_à "
    "escrevemos_ao conhecemos_a"
)
_ROLE = re.compile(rf"(?<![\w-])(?:{_ROLES})(?:[ ,:(“\"«]|, (?:a|o|la|el)\s)*$", re.IGNORECASE)
_TITLE_WORDS = words(
    "mr mrs ms dr prof sister fr mme mlle m sr sra don doña dona padre sor irmã abbé "
    "professor professeur profesor doctor docteur doctora doutor doutora madame monsieur "
    "señora señor senhora senhor père sœur nurse"
)
_APPOSITION = re.compile(
    r",\s(?:our|my|his|her|the|a|notre|mon|ma|son|sa|nuestr[oa]|mi|su|o\snosso|a\snossa|o\smeu|"
    r"a\sminha|un|une|aged|\d\d)\s\w+|\s\((?:\d\d?|aged|age)\b|,\s\d\d[,.;)]|"
    r"\s(?:family|couple|twins|sisters|brothers)\b",
    re.IGNORECASE,
)
_EPONYM_AFTER = re.compile(
    r"(?:[’']s)?\s(?:disease|syndrome|lymphoma|sarcoma|score|scale|index|criteria|test|sign|"
    r"programme|program|method|ladder|rule)\b",
    re.IGNORECASE,
)
_OF_AN_ILLNESS_OR_PLACE = re.compile(
    r"(?:"
    + any_of(
        "disease_of syndrome_of maladie_de maladie_d’ syndrome_de chorée_de lymphome_de "
        "sarcome_de score_d’ score_de échelle_de enfermedad_de síndrome_de corea_de linfoma_de "
        "sarcoma_de escala_de doença_de hospital_de hospital_da hôpital puerto_de porto_de "
        "porto_da port_of port_autonome_d’ hôpital_de hospital universidad_de universidade_de "
        "université_de university_of district_of district_de province_of province_de provincia_de "
        "província_de concelho_de municipio_de commune_de city_of ville_de ciudad_de cidade_de "
        "lake lac lago river rivière río rio mount mont monte island_of île_de isla_de ilha_de "
        "valley_of vallée_de valle_de vale_do vale_de in_the republic_of université hospice"
    )
    + r")\s?$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\s(?:also\s|still\s|never\s|then\s|quietly\s|n’|a\s|est\s|s’est\s|ne\s|ya\sno\s|nunca\s|"
    r"já\snão\s|não\s){0,2}(?:said|says|asks|asked\s(?:for|me|us|if|whether|to|her|his)|"
    r"died|lives\s|lived|wept|cried|wants|wanted|smiled|sleeps|slept|fell\s|begged|swallow|"
    r"could\sno\slonger|"
    r"can\sno\slonger|no\slonger|wrote\s(?:back|to)|came\sback|sat\s|prays|prayed|worries|vomits|"
    r"coughs|"
    r"demandé|demande\s(?:à|si|que|de)|dit\s|mort|morte|décédée?\b|vit\s|vivait|pleur|souhait|"
    r"plus\s(?:pu|voulu|avaler|manger)|"
    r"fêté|avale|souffre|dort|dormait|tousse|vomit|s’inquiète|écrit\s|répond|"
    r"dijo|dice\s|pidió|pide\s|murió|vive\s|vivía|falleció|lloró|llora|quería|quiere\s|escribió|"
    r"cumplió|"
    r"podía|puede\s(?:tragar|comer)|duerme|tose\s|sufre|reza|teme|contestó|"
    r"disse|diz\s|pediu|pede\s|morreu|faleceu|chorou|chora\s|queria|quer\s|escreveu|deixou\sde|"
    r"fez\s\d|"
    r"vomita|dorme|tosse\s|sofre|reza|receia|respondeu|conseguia|consegue\s(?:engolir|comer))",
    re.IGNORECASE,
)
"""What only a person does, right after a word that may be a name."""
_SAINT_BEFORE = re.compile(r"\b(?:St|Ste|Saint|Sainte|San|Santa|Santo|São)\.?[ -]$")
_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:in|at|near|from|across|outside|to|throughout|à|au|aux|en|dans|vers|depuis|près\sde|"
    r"em|no|na|nos|nas|desde|hacia|hasta|perto\sde|cerca\sde)\s$",
    re.IGNORECASE,
)
_BETWEEN = words("de da do dos das del la los van von der den bin ben al el du di")


_AND = re.compile(rf"\s(?:and|et|y|e|&)\s(?=({_WORD}(?:\s{_WORD})?))")
_AND_BEFORE = re.compile(rf"({_WORD})\s(?:and|et|y|e|&)\s$")


def names(text: str) -> Iterator[Finding]:
    """Names in the Latin letters of a text."""
    for run in _RUN.finditer(text):
        for start, end in _capitalised(text, run.start(), run.end()):
            for found in _person(text, start, end):
                yield found
                yield from _beside(text, found)


def _beside(text: str, found: Finding) -> Iterator[Finding]:
    """Who is joined to a person by “and”, when it is written like one."""
    for other in (
        _AND.match(text, found.end),
        _AND_BEFORE.search(text[max(0, found.start - 40) : found.start]),
    ):
        if other is None or not other[1][0].isupper() or _is_nobody(other[1].split()[0]):
            continue
        at = other.start(1) + (max(0, found.start - 40) if other.re is _AND_BEFORE else 0)
        words = [word for word in other[1].split() if word[0].isupper()]
        yield Finding(at, at + len(" ".join(words)), Type.NAME)


def _capitalised(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of capitalised words in a run, with the small words between them."""
    first = last = -1
    for word in re.finditer(_WORD, text[start:end]):
        if word[0][0].isupper():
            if first < 0:
                first = word.start()
            last = word.end()
        elif word[0].lower() not in _BETWEEN and first >= 0:
            yield start + first, start + last
            first = -1
    if first >= 0:
        yield start + first, start + last


def _person(text: str, start: int, end: int) -> Iterator[Finding]:
    words = [
        (start + word.start(), start + word.end(), word[0])
        for word in re.finditer(_WORD, text[start:end])
    ]
    titled = bool(_TITLE.search(text[max(0, start - 24) : start]))
    while words and (_plain(words[0][2]) in _TITLE_WORDS or _is_article(words[0][2], text, start)):
        titled = titled or _plain(words[0][2]) in _TITLE_WORDS
        words = words[1:]
    if not words:
        return
    start = words[0][0]
    before = text[max(0, start - 48) : start]
    begins = not before.rstrip(' «“"(') or before.rstrip(' «“"(')[-1] in ".!?:;\n"
    if begins and not titled and len(words) > 1 and _is_nobody(words[0][2]):
        words = words[1:]
        start = words[0][0]
        before, begins = text[max(0, start - 48) : start], False
    capitals = [word for _, _, word in words if word[0].isupper()]
    nobody = [_is_nobody(word) for at, word in enumerate(capitals) if at == 0 or len(word) > 1]
    if any(nobody) and not (titled and not nobody[0]):
        return
    if _is_someone(text, words, capitals, before, titled=titled, begins=begins):
        yield Finding(start, end, Type.NAME)


def _is_someone(
    text: str,
    words: list[tuple[int, int, str]],
    capitals: list[str],
    before: str,
    *,
    titled: bool,
    begins: bool,
) -> bool:
    end = words[-1][1]
    if titled:
        return True
    if _EPONYM_AFTER.match(text, end) or _OF_AN_ILLNESS_OR_PLACE.search(before):
        return False
    if _SAINT_BEFORE.search(before):
        return False
    if all(word.isupper() for word in capitals):
        return False
    plain = [_plain(word) for word in capitals]
    introduced = bool(_ROLE.search(before)) or bool(_APPOSITION.match(text, end))
    given = [word for word in plain if word in GIVEN or word.split("-")[0] in GIVEN]
    if not begins and len(plain) == 1 and _ACTS.match(text, end):
        return True
    if introduced and (not begins or given or before.rstrip().endswith(":")):
        return True
    if given and len(plain) > 1:
        return True
    if any(word not in UNSURE for word in given):
        return True
    if _PLACE_BEFORE.search(before):
        return False
    if any(word in SURNAMES or word.split("-")[-1] in SURNAMES for word in plain):
        return len(plain) > 1
    if begins and not re.match(r",?\s[^\W\d_A-Z]", text[end : end + 3]):
        return False
    whole = [word for word in plain if len(word) > 1]
    return 2 <= len(whole) <= 4 and len(words) == len(capitals)


def _is_article(word: str, text: str, start: int) -> bool:
    """A small word that only begins its sentence: “My patient Mary”, “A Maria”."""
    return len(word) < 3 and _plain(word) in NOT_A_PERSON


def _is_nobody(word: str) -> bool:
    """A country, an institution, a medicine, a month; or an abbreviation such as UNICEF."""
    plain = _plain(word)
    if plain in NOT_A_PERSON and plain not in GIVEN:
        return True
    return word.isupper() and 2 <= len(word) <= 6


def _plain(word: str) -> str:
    """Without the article that French joins to it, and without the English possessive."""
    plain = word.lower().replace("'", "’")
    if len(plain) > 2 and plain[1] == "’" and plain[0] in "dlmnstcj":
        plain = plain[2:]
    return plain.removesuffix("’s").rstrip(".")
